using System.Diagnostics;

namespace EphemeralAgents.Emulator.Containers;

/// <summary>One run of a container: its first process and all that it starts. When the first ends, so do the others.</summary>
internal sealed class ContainerProcess
{
    private readonly Process _process;
    private readonly Belonging _belonging;

    private ContainerProcess(Process process, Belonging belonging, ContainerLog log, Action cleanUp)
    {
        _process = process;
        _belonging = belonging;
        Exited = RunAsync(log, cleanUp);
    }

    public int Id => _process.Id;

    /// <summary>The exit code, once the first process has ended, everything else of the container is gone, and it has been cleaned up after.</summary>
    public Task<int> Exited { get; }

    /// <summary>Starts a command; one that does not exist ends with 127 as a shell would end it.</summary>
    public static ContainerProcess Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string workingDirectory, string folder, int? user, ContainerLog log, Action cleanUp)
    {
        // A session of its own: one kill reaches the whole group, and a terminal's Ctrl+C does not.
        string[] session = OperatingSystem.IsLinux() ? ["setsid", .. command] : [.. command];
        var start = new ProcessStartInfo(session[0], session[1..])
        {
            WorkingDirectory = workingDirectory, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new(process, new(process.Id, user, folder, environment["HOSTNAME"]), log, cleanUp);
    }

    /// <summary>The ladder of a container runtime: SIGTERM to the first process, a grace, SIGKILL to all. <paramref name="hurry"/> ends the grace.</summary>
    public async Task StopAsync(TimeSpan grace, TimeProvider clock, CancellationToken hurry)
    {
        if (OperatingSystem.IsWindows()) _process.Kill(entireProcessTree: true);
        else if (!_process.HasExited) UnixProcesses.Terminate(_process.Id);
        await Task.WhenAny(_process.WaitForExitAsync(CancellationToken.None), GraceAsync(grace, clock, hurry));
        if (!OperatingSystem.IsWindows()) await UnixProcesses.KillAllAsync(_belonging);
        await Exited;
    }

    private static async Task GraceAsync(TimeSpan grace, TimeProvider clock, CancellationToken hurry) =>
        await Task.Delay(grace, clock, hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<int> RunAsync(ContainerLog log, Action cleanUp)
    {
        var output = Task.WhenAll(PumpAsync(_process.StandardOutput, log), PumpAsync(_process.StandardError, log));
        await _process.WaitForExitAsync(CancellationToken.None);
        if (!OperatingSystem.IsWindows()) await UnixProcesses.KillAllAsync(_belonging);
        // A pipe that something out of reach still holds must not keep the container from ending.
        await Task.WhenAny(output, Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, CancellationToken.None));
        log.Stop();
        cleanUp();
        return _process.ExitCode;
    }

    private static async Task PumpAsync(StreamReader from, ContainerLog log)
    {
        using (from)
        {
            while (await from.ReadLineAsync(CancellationToken.None) is { } line) log.Add(line);
        }
    }
}
