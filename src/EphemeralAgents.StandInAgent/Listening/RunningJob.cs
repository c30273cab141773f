using EphemeralAgents.StandInAgent.Configuration;
using EphemeralAgents.StandInAgent.Connection;
using EphemeralAgents.StandInAgent.Jobs;

namespace EphemeralAgents.StandInAgent.Listening;

/// <summary>One job from its message to its end: the lock, the worker, the notifications.</summary>
internal sealed class RunningJob(
    JobMessage job, string message, ServerConnection server, AgentFolder folder, AgentSettings settings, bool once,
    NotificationSocket notifications, Terminal terminal, DiagnosticLog log, TimeProvider clock)
{
    // Never disposed of: a cancellation may come while the job ends.
    private readonly CancellationTokenSource _cancelled = new();
    private TimeSpan _cancelTimeout = TimeSpan.FromSeconds(30);

    public Guid Id => job.JobId;

    /// <summary>Asks the worker to end; kills it when it has not after <paramref name="timeout"/>.</summary>
    public void Cancel(TimeSpan timeout)
    {
        _cancelTimeout = timeout;
        _cancelled.Cancel();
    }

    public async Task RunAsync()
    {
        var hold = new JobLock(server, settings, job, clock);
        try
        {
            if (!await hold.TakeAsync(_cancelled.Token)) return;
        }
        catch (OperationCanceledException) when (_cancelled.IsCancellationRequested)
        {
            await hold.FinishAsync(TaskResult.Canceled, CancellationToken.None); // no worker will report its end
            return;
        }

        terminal.WriteTimed($"Running job: {job.JobDisplayName}");
        notifications.JobStarting(job.JobId);
        var result = await RunWorkerAsync(hold);
        terminal.WriteTimed($"Job {job.JobDisplayName} completed with result: {result}");
        notifications.JobFinished(job.JobId);
        if (!job.Plan.ReportsByEvent) await hold.FinishAsync(result, CancellationToken.None);
    }

    private async Task<TaskResult> RunWorkerAsync(JobLock hold)
    {
        using var renewing = new CancellationTokenSource();
        using var worker = WorkerProcess.Start(folder, log);
        await worker.SendAsync(WorkerInstruction.Run(message, once));
        var exit = worker.ExitAsync(CancellationToken.None);
        var lost = hold.KeepAsync(renewing.Token);
        var cancelled = Task.Delay(Timeout.InfiniteTimeSpan, clock, _cancelled.Token);
        var first = await Task.WhenAny(exit, lost, cancelled);
        var isKilled = first != exit && !await EndsAsync(worker, exit);
        var code = await exit;
        await renewing.CancelAsync();
        return first == lost ? TaskResult.Abandoned : isKilled ? TaskResult.Canceled : TaskResults.FromExitCode(code);
    }

    /// <summary>Asks the worker to end; false when it had to be killed.</summary>
    private async Task<bool> EndsAsync(WorkerProcess worker, Task exit)
    {
        await worker.SendAsync(WorkerInstruction.Cancel);
        if (await Task.WhenAny(exit, Task.Delay(_cancelTimeout, clock)) == exit) return true;
        worker.Kill();
        return false;
    }
}
