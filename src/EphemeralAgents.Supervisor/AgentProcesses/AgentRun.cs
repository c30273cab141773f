using System.ComponentModel;
using EphemeralAgents.Agents;
using EphemeralAgents.Supervisor.CleaningUp;
using EphemeralAgents.Supervisor.Guarding;
using EphemeralAgents.Supervisor.Reporting;

namespace EphemeralAgents.Supervisor.AgentProcesses;

/// <summary>Runs the agent from its start to its end, updates and one crash included, and leaves no process of it behind.</summary>
internal sealed class AgentRun(
    AgentBundle bundle, SupervisorSettings settings, AgentFolder folder, AgentUser? user, JobNotifications notifications,
    Registration? registration, RestartGuard guard, TimeProvider clock, StageLines stages)
{
    private const int MostUpdates = 2;
    private const int MostCrashes = 1;

    private readonly IReadOnlyDictionary<string, string> _environment = AgentEnvironment.For(settings.Environment, bundle, user, folder.Root);
    private readonly AgentLimits _limits = new(bundle, notifications, registration, clock, stages);
    private int _updates;
    private int _crashes;

    /// <returns>Whether the agent or its job failed, as far as the container can know.</returns>
    public async Task<bool> FailedAsync(CancellationToken stop)
    {
        while (true)
        {
            var update = new SelfUpdate(folder);
            var output = new AgentOutput(stages);
            using var agent = Start(output);
            if (agent is null) return true;

            var end = await _limits.EndAsync(agent, stop);
            if (end != End.Exited) await InterruptAsync(agent, end == End.Stopped ? settings.StopGrace : settings.InterruptGrace);
            var code = agent.Exited.IsCompleted ? await agent.Exited : (int?)null;
            if (code is not null) await agent.DrainedAsync();
            var isOver = end != End.Exited || HasHadJob;
            stages.Write("agent.exited", code == 0 ? Outcome.Ok : Outcome.Failed, Describe(code, output.JobResult));

            // Its update goes on after the agent has left. Anything else that is still there has no business any more.
            var isUpdated = !isOver && code is 3 or 4 && _updates++ < MostUpdates && await update.FinishedAsync(settings.UpdateTimeout, clock, stages, stop);
            await KillAllAsync(agent);
            if (isUpdated || (!isOver && code is 1 or 2 && _crashes++ < MostCrashes && await MayStartAgainAsync(stop))) continue;
            return end == End.LivedTooLong || (end == End.Exited && code != 0) || output.JobResult is "Failed" or "Abandoned";
        }
    }

    private bool HasHadJob => notifications.JobStarted.IsCompleted || folder.HasWorkerLog;

    private RunningAgent? Start(AgentOutput output)
    {
        const string Stage = "agent.started";
        try
        {
            var agent = RunningAgent.Start(folder, user, _environment, output);
            stages.Write(Stage, Outcome.Ok, $"pid {agent.Id} as {user?.Name ?? "the supervisor's user"}");
            return agent;
        }
        catch (Win32Exception failure)
        {
            stages.Write(Stage, Outcome.Failed, Reason.Of(failure));
            return null;
        }
    }

    private async Task InterruptAsync(RunningAgent agent, TimeSpan grace)
    {
        stages.Write("agent.interrupted", Outcome.Ok, $"It has {grace.TotalSeconds:0} s to end.");
        agent.Interrupt();
        await Task.WhenAny(agent.Exited, Task.Delay(grace, clock, CancellationToken.None));
    }

    private async Task KillAllAsync(RunningAgent agent)
    {
        if (await agent.KillAllAsync() is > 0 and var killed) stages.Write("agent.killed", Outcome.Ok, $"{killed} processes of the agent were left.");
    }

    private async Task<bool> MayStartAgainAsync(CancellationToken stop)
    {
        try
        {
            return await guard.AskAsync(stop) == Verdict.Start;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private static string Describe(int? code, string? jobResult) =>
        (code is null ? "It did not end in time and is killed." : $"exit code {code}") + (jobResult is null ? "" : $", the job's result: {jobResult}");
}
