using EphemeralAgents.Agents;
using EphemeralAgents.Supervisor.CleaningUp;
using EphemeralAgents.Supervisor.Reporting;

namespace EphemeralAgents.Supervisor.AgentProcesses;

/// <summary>What ended the wait for an agent.</summary>
internal enum End
{
    Exited,
    Stopped,
    NoJobCame,
    LivedTooLong,
}

/// <summary>
/// How long the agent may wait for its job, counted from the moment it is online, and how long it may live, counted from its
/// first start, whatever restarts follow.
/// </summary>
internal sealed class AgentLimits(AgentBundle bundle, JobNotifications notifications, Registration? registration, TimeProvider clock, StageLines stages)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);
    private string? _goesOn;
    private long? _start;
    private Task? _telling;

    public async Task<End> EndAsync(RunningAgent agent, CancellationToken stop)
    {
        _start ??= clock.GetTimestamp();
        _telling ??= TellAsync();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var lifetime = Task.Delay(Left(bundle.MaxLifetime), clock, over.Token);
        var unclaimed = UnclaimedAsync(agent, over.Token);
        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, clock, stop);
        var first = await Task.WhenAny(agent.Exited, stopped, unclaimed, lifetime);
        await over.CancelAsync();

        // The exit counts most: what has ended needs no stopping. And stopping also ends the other waits.
        if (agent.Exited.IsCompleted) return End.Exited;
        if (stop.IsCancellationRequested) return End.Stopped;
        if (first == unclaimed)
        {
            await unclaimed;
            return End.NoJobCame;
        }

        stages.Write("lifetime.exceeded", Outcome.Failed, $"The agent has lived for {bundle.MaxLifetime.TotalMinutes:0} minutes.");
        return End.LivedTooLong;
    }

    private TimeSpan Left(TimeSpan limit)
    {
        var left = limit - clock.GetElapsedTime(_start ?? clock.GetTimestamp());
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private async Task TellAsync()
    {
        await notifications.Online;
        stages.Write("agent.online");
        stages.Write("job.started", Outcome.Ok, await notifications.JobStarted);
    }

    // Completes only when no job came, and that is certain enough to stop the agent.
    private async Task UnclaimedAsync(RunningAgent agent, CancellationToken over)
    {
        var wait = Left(bundle.ClaimTimeout);
        while (!notifications.JobStarted.IsCompleted)
        {
            // One that comes online late has its whole time from then.
            var wasOnline = notifications.Online.IsCompleted;
            await WaitAsync(wasOnline ? notifications.JobStarted : notifications.Online, wait, over);
            if (!wasOnline && notifications.Online.IsCompleted) wait = bundle.ClaimTimeout;
            else if (!notifications.JobStarted.IsCompleted && await MayStopAsync(agent, over)) return;
            else wait = AskAgain; // a job that the server had assigned may have been cancelled before it started
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, clock, over);
    }

    private async Task WaitAsync(Task sign, TimeSpan limit, CancellationToken over)
    {
        using var heard = CancellationTokenSource.CreateLinkedTokenSource(over);
        await Task.WhenAny(sign, Task.Delay(limit, clock, heard.Token));
        await heard.CancelAsync();
        over.ThrowIfCancellationRequested();
    }

    // The server arbitrates: it refuses to delete an agent that has a job, and an agent that is deleted gets none.
    private async Task<bool> MayStopAsync(RunningAgent agent, CancellationToken over)
    {
        const string Stage = "job.none";
        var answer = registration is null ? Unregistered.CannotTell : await registration.TryRemoveAsync(over);
        if (answer == Unregistered.Done)
        {
            stages.Write(Stage, Outcome.Ok, $"No job came within {bundle.ClaimTimeout.TotalMinutes:0} minutes; the agent is unregistered.");
            return true;
        }

        var goesOn = answer == Unregistered.Busy ? "The server says that the agent has a job."
            : !notifications.Online.IsCompleted ? "The agent never told that it is online, so nothing is concluded from its silence."
            : agent.HasWorker ? "A worker is running." : null;
        if (goesOn is not null && goesOn == _goesOn) return false;
        _goesOn = goesOn;
        stages.Write(Stage, goesOn is null ? Outcome.Ok : Outcome.Skipped, goesOn ?? $"No job came within {bundle.ClaimTimeout.TotalMinutes:0} minutes, and no worker is running.");
        return goesOn is null;
    }
}
