using System.Diagnostics;
using EphemeralAgents.StandInAgent.Configuration;
using EphemeralAgents.StandInAgent.Jobs;

namespace EphemeralAgents.StandInAgent.Listening;

/// <summary>The process that runs one job. What it is to do reaches it on its standard input only: neither arguments nor environment hold a job's secrets.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    public static WorkerProcess Start(AgentFolder folder, DiagnosticLog log)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(folder.Worker)
            {
                WorkingDirectory = folder.Bin, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            },
        };
        process.OutputDataReceived += (_, line) => Log(line.Data);
        process.ErrorDataReceived += (_, line) => Log(line.Data);
        void Log(string? line)
        {
            if (line is not null) log.Write($"Worker: {line}"); // null is the end
        }
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        log.Write($"Started the worker, process {process.Id}.");
        return new WorkerProcess(process);
    }

    /// <summary>Waits for its end and gives its exit code.</summary>
    public async Task<int> ExitAsync(CancellationToken ct)
    {
        // Not WaitForExitAsync alone: it also waits for the end of the output, which a left-over process may hold open.
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => exited.TrySetResult();
        if (_process.HasExited) exited.TrySetResult();
        await exited.Task.WaitAsync(ct);
        return _process.ExitCode;
    }

    public async Task SendAsync(WorkerInstruction instruction)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(instruction.ToLine());
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has ended; its exit code says how.
        }
    }

    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose() => _process.Dispose();
}
