using System.Diagnostics;
using System.Text;

namespace EphemeralAgents.Emulator.Pipelines.Hosted;

/// <summary>What a step starts.</summary>
internal sealed record StepCommand(string File, IReadOnlyList<string> Arguments, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment);

/// <summary>How long a cancelled step has after SIGINT and after SIGTERM (azure-pipelines-agent, ProcessInvoker).</summary>
internal sealed record CancelLadder(TimeSpan Interrupt, TimeSpan Terminate)
{
    public static CancelLadder Default { get; } = new(TimeSpan.FromSeconds(7.5), TimeSpan.FromSeconds(2.5));
}

/// <summary>Runs a step's process as the agent does: input closed, both outputs read by line, exactly its environment.</summary>
internal sealed class StepProcess(TimeProvider clock, CancelLadder ladder)
{
    private static readonly TimeSpan InheritedPipes = TimeSpan.FromSeconds(5);
    private static readonly string? NewSession = new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(File.Exists);

    /// <summary>The exit code. Cancelling sends SIGINT to this process alone, then SIGTERM, then kills it; its children live on until the job ends.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, and has ended.</exception>
    public async Task<int> RunAsync(StepCommand command, Action<string> output, Action<string> error, CancellationToken ct)
    {
        using var process = Start(command);
        process.StandardInput.Close();
        var reading = Task.WhenAll(ReadAsync(process.StandardOutput, output), ReadAsync(process.StandardError, error));
        var exited = process.WaitForExitAsync(CancellationToken.None);
        if (!await EndsAsync(exited, Timeout.InfiniteTimeSpan, ct)) await CancelAsync(process, exited);
        // A child that has inherited the pipes keeps them open: the agent waits a little and goes on.
        await EndsAsync(reading, InheritedPipes, CancellationToken.None);
        ct.ThrowIfCancellationRequested();
        return process.ExitCode;
    }

    private static Process Start(StepCommand command)
    {
        // A session of its own keeps a terminal's Ctrl-C away: the ladder alone decides which process hears of it.
        var start = new ProcessStartInfo(NewSession ?? command.File)
        {
            WorkingDirectory = command.WorkingDirectory, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        if (NewSession is not null) start.ArgumentList.Add(command.File);
        foreach (var argument in command.Arguments) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"'{command.File}' could not be started.");
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> line)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } text) line(text);
        }
        catch (Exception gone) when (gone is ObjectDisposedException or IOException or OperationCanceledException)
        {
            // The process was disposed of while a child still held the pipe.
        }
    }

    private async Task CancelAsync(Process process, Task exited)
    {
        Signals.Send(process.Id, Signals.Interrupt);
        if (!OperatingSystem.IsWindows() && await EndsAsync(exited, ladder.Interrupt, CancellationToken.None)) return;
        Signals.Send(process.Id, Signals.Terminate);
        if (!OperatingSystem.IsWindows() && await EndsAsync(exited, ladder.Terminate, CancellationToken.None)) return;
        process.Kill(entireProcessTree: OperatingSystem.IsWindows());
        await exited;
    }

    private async Task<bool> EndsAsync(Task task, TimeSpan within, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(task, Task.Delay(within, clock, stop.Token));
        await stop.CancelAsync();
        return task.IsCompleted;
    }
}
