using System.ComponentModel;
using System.Diagnostics;

namespace EphemeralAgents.StandInAgent.Steps;

/// <summary>A rung of the ladder by which a process is stopped: the signal, and how long it may then take.</summary>
internal sealed record Rung(int Signal, TimeSpan Wait);

/// <summary>A process of a step: its standard input is closed, its output comes line by line.</summary>
internal sealed class StepProcess(string file, IReadOnlyList<string> arguments, string workingDirectory, IReadOnlyDictionary<string, string> environment)
{
    private static readonly TimeSpan OpenPipesLimit = TimeSpan.FromSeconds(5);

    /// <summary>A task's node process gets SIGINT for 7.5 s, SIGTERM for 2.5 s, then is killed (azure-pipelines-agent, ProcessInvoker).</summary>
    public static IReadOnlyList<Rung> TaskLadder { get; } = [new(Signals.Interrupt, TimeSpan.FromSeconds(7.5)), new(Signals.Terminate, TimeSpan.FromSeconds(2.5))];

    /// <summary>The script tasks answer their SIGINT by terminating the shell.</summary>
    public static IReadOnlyList<Rung> ScriptLadder { get; } = [new(Signals.Terminate, TimeSpan.FromSeconds(10))];

    /// <summary>Runs the process to its end and gives its exit code; when cancelled, to the end that the ladder brings about.</summary>
    /// <param name="line">Called for each line, one at a time; true for a line of standard error.</param>
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    public async Task<int> RunAsync(Action<string, bool> line, IReadOnlyList<Rung> ladder, TimeProvider clock, CancellationToken ct)
    {
        using var process = Start();
        process.StandardInput.Close();
        var gate = new Lock();
        var reading = Task.WhenAll(ReadAsync(process.StandardOutput, isError: false), ReadAsync(process.StandardError, isError: true));
        var exit = process.WaitForExitAsync(CancellationToken.None);
        await Task.WhenAny(exit, Task.Delay(Timeout.InfiniteTimeSpan, clock, ct));
        if (!exit.IsCompleted) await StopAsync(process, exit, ladder, clock);
        // A process that was left running may hold the pipes open.
        await Task.WhenAny(reading, Task.Delay(OpenPipesLimit, clock, CancellationToken.None));
        return process.ExitCode;

        async Task ReadAsync(StreamReader output, bool isError)
        {
            while (await output.ReadLineAsync(CancellationToken.None) is { } text)
                lock (gate) line(text, isError);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = workingDirectory, UseShellExecute = false, CreateNoWindow = true,
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new FileNotFoundException($"Unable to start '{file}': {failure.Message}", failure);
        }
    }

    private static async Task StopAsync(Process process, Task exit, IReadOnlyList<Rung> ladder, TimeProvider clock)
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (var rung in ladder)
            {
                // To the process alone, not to its group: what it has started must be ended by it.
                Signals.Send(process.Id, rung.Signal);
                if (await Task.WhenAny(exit, Task.Delay(rung.Wait, clock)) == exit) return;
            }
        }
        process.Kill(entireProcessTree: OperatingSystem.IsWindows());
        await exit;
    }
}
