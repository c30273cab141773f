namespace EphemeralAgents.EndToEnd.Tests;

/// <summary>Collects the argument lists of every process that runs while this exists, again and again.</summary>
internal sealed class ProcessWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Task _watching;

    public ProcessWatch() => _watching = Task.Run(WatchAsync);

    /// <summary>Every argument list that was seen; ends the watch.</summary>
    public async Task<IReadOnlyCollection<string>> StopAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        return _seen;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        do
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
            {
                if (TryRead(Path.Combine(process, "cmdline")) is { Length: > 0 } arguments) _seen.Add(arguments.Replace('\0', ' '));
            }
        }
        while (!_stop.IsCancellationRequested && await tick.WaitForNextTickAsync(CancellationToken.None));
    }

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null; // the process has ended in the meantime
        }
    }
}
