using EphemeralAgents.Agents;
using EphemeralAgents.Provisioning;
using EphemeralAgents.Supervisor.CleaningUp;
using EphemeralAgents.Supervisor.Reporting;

namespace EphemeralAgents.Supervisor.Guarding;

/// <summary>What the guard decided.</summary>
internal enum Verdict
{
    Start,

    /// <summary>Not to be started, and it has never run as far as anyone knows.</summary>
    Refuse,

    /// <summary>Not to be started because it has had its job: this container was restarted.</summary>
    HasRun,
}

/// <summary>
/// Keeps a container that the platform restarts from taking a second job. Where there is a token the server is asked, and one
/// that cannot be asked means no; the clock counts in any case, and without a token it is all there is.
/// </summary>
internal sealed class RestartGuard(AgentBundle bundle, Registration? registration, TimeProvider clock, StageLines stages)
{
    private const string Stage = "guard";
    private static readonly TimeSpan AskingLimit = TimeSpan.FromMinutes(1);

    public async Task<Verdict> AskAsync(CancellationToken stop)
    {
        var late = clock.GetUtcNow() - bundle.StartBefore;
        if (registration is null)
        {
            if (late >= TimeSpan.Zero) return Say(Verdict.Refuse, $"It is {late.TotalSeconds:0} s too late to start the agent.");
            return Say(Verdict.Start, "by the clock alone: the bundle holds no token to ask the server with");
        }

        if (await AskServerAsync(registration, stop) is not { } answer) return Say(Verdict.Refuse, "The server could not be asked, so the agent is not started.");
        return answer.Agent switch
        {
            { HasRunJob: true } => Say(Verdict.HasRun, "The agent has run its job already."),
            { IsRunningJob: true } => Say(Verdict.HasRun, "The server says that the agent is running a job, which ended with this container's earlier life."),
            null => Say(Verdict.Refuse, "The agent is no longer registered."),
            _ when late >= TimeSpan.Zero => Say(Verdict.Refuse, $"It is {late.TotalSeconds:0} s too late to start the agent."),
            _ => Say(Verdict.Start, "The agent is registered and has not run a job."),
        };
    }

    private async Task<Answer?> AskServerAsync(Registration agent, CancellationToken stop)
    {
        var patience = new Patience(clock, AskingLimit);
        while (true)
        {
            try
            {
                return new Answer(await agent.FindAsync(stop));
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                stages.Write(Stage, Outcome.Retrying, Reason.Of(failure));
                var isFinal = failure is ProvisioningException { ExitCode: ExitCode.NotPermitted };
                if (isFinal || !await patience.WaitAsync(stop)) return null;
            }
        }
    }

    private Verdict Say(Verdict verdict, string why)
    {
        stages.Write(Stage, verdict == Verdict.Start ? Outcome.Ok : Outcome.Failed, why);
        return verdict;
    }

    private sealed record Answer(Agent? Agent);
}
