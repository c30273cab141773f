using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Supervisor.AgentProcesses;
using EphemeralAgents.Supervisor.CleaningUp;
using EphemeralAgents.Supervisor.Guarding;
using EphemeralAgents.Supervisor.Network;
using EphemeralAgents.Supervisor.Processes;
using EphemeralAgents.Supervisor.Reporting;

namespace EphemeralAgents.Supervisor;

/// <summary>
/// What runs in the container: starts the agent when the network is there, sees to it that it runs one job and not for ever,
/// and cleans up. It holds the secrets; the agent runs as another user and finds none of them.
/// </summary>
/// <param name="pools">To ask about and unregister the agent; null where the bundle holds no token.</param>
/// <param name="means">To delete the container group, in the order in which they are tried; may be empty.</param>
/// <param name="output">Gets the stage lines and what the agent writes.</param>
public sealed class AgentSupervisor(IAgentPools? pools, IReadOnlyList<DeletionMeans> means, SupervisorSettings settings, TimeProvider clock, TextWriter output)
{
    private static readonly TimeSpan UnregisteringLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan HastyLimit = TimeSpan.FromSeconds(5);

    private readonly StageLines _stages = new(output, clock);
    private readonly AgentFolder _folder = new(settings.AgentRoot);

    /// <summary>Runs the agent and cleans up. It does not throw for anything that happens: the process is to exit with 0 in any case.</summary>
    /// <param name="stop">The platform stops the container (SIGTERM).</param>
    public async Task RunAsync(AgentBundle bundle, CancellationToken stop)
    {
        _stages.Write("supervisor.started", Outcome.Ok, bundle.ToString());
        Native.HideFromSameUser();
        var registration = pools is null ? null : new Registration(pools, bundle, clock, _stages);
        try
        {
            if (await RunAgentAsync(bundle, registration, stop) is { } run) await CleanUpAsync(bundle, registration, run);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The agent was not running: whoever stops the container now decides what becomes of agent and group.
            _stages.Write("supervisor.stopped");
        }
        catch (Exception failure)
        {
            // Nothing that was foreseen. The container ends, and with it whatever still runs in it.
            _stages.Write("supervisor.failed", Outcome.Failed, $"{failure.GetType().Name}: {Reason.Of(failure)}");
        }

        _stages.Write("supervisor.ended");
    }

    // Null when the agent has not run: then its group stays, for whoever provisions it to look at and delete.
    private async Task<Run?> RunAgentAsync(AgentBundle bundle, Registration? registration, CancellationToken stop)
    {
        var (mayRun, user) = await WhoAsync(bundle, stop);
        if (!mayRun) return null;

        await using var notifications = new JobNotifications();
        var network = new NetworkGate(bundle.OrganizationUrl, settings.Trust, settings.NetworkTimeout, clock, _stages).PassAsync(stop);
        var written = WriteFiles(bundle, notifications.Address, user);
        if (!await network || !written) return null;

        var guard = new RestartGuard(bundle, registration, clock, _stages);
        var verdict = await guard.AskAsync(stop);
        if (verdict == Verdict.HasRun) return new Run(Failed: false, WasStopped: false);
        if (verdict != Verdict.Start) return null;

        var run = new AgentRun(bundle, settings, _folder, user, notifications, registration, guard, clock, _stages);
        return new Run(await run.FailedAsync(stop), stop.IsCancellationRequested);
    }

    private async Task<(bool MayRun, AgentUser? User)> WhoAsync(AgentBundle bundle, CancellationToken stop)
    {
        const string Stage = "agent.user";
        const string Insecure = "INSECURE: the agent runs as the supervisor's own user, so its job can read what the container cleans up with, /proc included";
        if (settings.AgentUser is null)
        {
            _stages.Write(Stage, Outcome.Skipped, $"{Insecure}.");
            return (true, null);
        }

        var user = AgentUser.Find(settings.AgentUser);
        var whyNot = user is null ? $"there is no user '{settings.AgentUser}' other than root" : await Separation.WhyNotAsync(user, stop);
        if (whyNot is null)
        {
            _stages.Write(Stage, Outcome.Ok, $"{user!.Name} ({user.Id}), without any privilege");
            return (true, user);
        }

        var isSealed = bundle.Cleanup.AzureDevOpsToken is not null || bundle.Cleanup.ResourceManagerToken is not null;
        _stages.Write(Stage, isSealed ? Outcome.Failed : Outcome.Skipped, isSealed
            ? $"The bundle holds sealed secrets and the agent cannot be kept from them: {whyNot}. It is not started."
            : $"{Insecure}: {whyNot}.");
        return (!isSealed, null);
    }

    private bool WriteFiles(AgentBundle bundle, string notificationAddress, AgentUser? user)
    {
        const string Stage = "files.written";
        try
        {
            if (!File.Exists(_folder.Listener)) throw new IOException($"The image has no agent at '{_folder.Listener}'.");
            _folder.Write(bundle.Files, notificationAddress, user);
            _stages.Write(Stage);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _stages.Write(Stage, Outcome.Failed, Reason.Of(failure));
            return false;
        }
    }

    private async Task CleanUpAsync(AgentBundle bundle, Registration? registration, Run run)
    {
        if (registration is null) _stages.Write("agent.unregistered", Outcome.Skipped, "The bundle holds no means for it.");
        else await registration.RemoveAsync(run.WasStopped ? HastyLimit : UnregisteringLimit);

        var kept = means.Count == 0 || bundle.Cleanup.ContainerGroupId is null ? "The bundle holds no means to delete it."
            : run.WasStopped ? "The container is being stopped from outside."
            : run.Failed && bundle.KeepOnFailure ? "The agent or its job failed, and keepOnFailure is set." : null;
        if (kept is not null) _stages.Write("group.kept", Outcome.Skipped, kept);
        else await new OwnGroup(ContainerGroupId.Parse(bundle.Cleanup.ContainerGroupId!), means, clock, _stages).DeleteAsync();
    }

    private sealed record Run(bool Failed, bool WasStopped);
}
