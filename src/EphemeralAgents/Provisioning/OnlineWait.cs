using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Provisioning;

/// <summary>Waits for an agent to come online, watching its container group too: a container that has ended ends the wait at once.</summary>
internal sealed class OnlineWait(IAgentPools pools, IContainerGroups groups, Timeline timeline, TimeProvider clock)
{
    // Azure DevOps bears a look a second for one agent; Resource Manager gives out 25 reads a second to everybody.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private const int LooksAtAgentPerLookAtGroup = 3;

    public async Task UntilOnlineAsync(AgentRequest request, AgentPool pool, RegisteredAgent agent, ContainerGroupId id, CancellationToken ct)
    {
        for (var look = 0; ; look++)
        {
            var group = look % LooksAtAgentPerLookAtGroup == 0 ? LookAtGroupAsync(id, ct) : null;
            var seen = await pools.FindAgentAsync(pool, agent.Id, ct);
            if (seen is { IsOnline: true } or { IsRunningJob: true } or { HasRunJob: true })
            {
                if (group is not null) await group;
                timeline.Reached(Phase.Online, $"agent '{agent.Name}' is online");
                return;
            }

            if (group is not null && WhyPointless(await group) is { } reason)
                throw new ContainerGroupFailedException(agent.Name, reason, await EvidenceAsync(id, ct));
            if (seen is null) throw new AgentVanishedException(agent.Name, pool.Name, await EvidenceAsync(id, ct));
            if (timeline.Elapsed >= request.OnlineTimeout)
                throw new AgentNeverOnlineException(agent.Name, pool.Name, timeline.Elapsed, await EvidenceAsync(id, ct));
            await Task.Delay(Interval, clock, ct);
        }
    }

    private async Task<ContainerGroup?> LookAtGroupAsync(ContainerGroupId id, CancellationToken ct)
    {
        var group = await groups.FindAsync(id, ct);
        foreach (var happened in group?.Events ?? [])
        {
            if (PhaseOf(happened.Name) is { } phase) timeline.Reached(phase, happened.Message);
        }

        return group;
    }

    private static string? WhyPointless(ContainerGroup? group) => group switch
    {
        null => "its container group was deleted by somebody else",
        { Error: { } error } => $"Azure could not start its container group: {error.Code}: {error.Message}",
        { ProvisioningState: "Failed" } => "Azure could not start its container group",
        { Container: { State: ContainerState.Terminated } container } => $"its container ended with exit code {container.ExitCode} ({container.Detail})",
        _ => null,
    };

    private async Task<Evidence> EvidenceAsync(ContainerGroupId id, CancellationToken ct)
    {
        var group = groups.FindAsync(id, ct);
        var log = groups.ReadLogAsync(id, ct);
        return new Evidence(await group, await log);
    }

    private static Phase? PhaseOf(string happened) => happened switch
    {
        "Pulling" => Phase.Pulling,
        "Pulled" => Phase.Pulled,
        "Started" => Phase.Started,
        _ => null,
    };
}
