using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Provisioning;

/// <summary>Waits for an agent to come online, watching its container group too: a container that has ended ends the wait at once.</summary>
internal sealed class OnlineWait(IAgentPools pools, IContainerGroups groups, Timeline timeline, TimeProvider clock)
{
    // Azure DevOps bears a look a second for one agent; Resource Manager gives out 25 reads a second to everybody.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private const int LooksAtAgentPerLookAtGroup = 3;

    // Evidence helps, but nobody waits long for it.
    private static readonly TimeSpan EvidenceLimit = TimeSpan.FromSeconds(15);

    /// <param name="deadline">Cancelled when the request's time is over.</param>
    /// <param name="ct">Cancelled when the user has had enough.</param>
    public async Task UntilOnlineAsync(AgentPool pool, RegisteredAgent agent, ContainerGroupId id, CancellationToken deadline, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline, ct);
        try
        {
            await WatchAsync(pool, agent, id, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new AgentNeverOnlineException(agent.Name, pool.Name, timeline.Elapsed, await EvidenceAsync(id, ct));
        }
    }

    private async Task WatchAsync(AgentPool pool, RegisteredAgent agent, ContainerGroupId id, CancellationToken ct)
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
        using var limit = new CancellationTokenSource(EvidenceLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        var group = OrElseAsync(groups.FindAsync(id, either.Token), _ => null, ct);
        var log = OrElseAsync<string>(groups.ReadLogAsync(id, either.Token), why => $"(the log could not be read: {why})", ct);
        return new Evidence(await group, await log);
    }

    // What cannot be looked up must not hide the failure that it was to explain.
    private static async Task<T> OrElseAsync<T>(Task<T> lookUp, Func<string, T> otherwise, CancellationToken ct)
    {
        try
        {
            return await lookUp;
        }
        catch (Exception failure) when (failure is ProvisioningException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return otherwise(failure.Message);
        }
    }

    private static Phase? PhaseOf(string happened) => happened switch
    {
        "Pulling" => Phase.Pulling,
        "Pulled" => Phase.Pulled,
        "Started" => Phase.Started,
        _ => null,
    };
}
