using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Provisioning;

/// <summary>Removes an agent by name: its registration and its container group, however much of them is left.</summary>
public sealed class RemoveAgents(IAgentPools pools, IContainerGroups groups)
{
    /// <exception cref="AgentBusyException">The agent runs a job: nothing was removed.</exception>
    public async Task<RemovedAgent> RunAsync(Uri organization, string pool, AgentName name, ResourceGroupId resourceGroup, CancellationToken ct)
    {
        var found = await pools.GetPoolAsync(pool, ct);
        var key = new Ownership(organization, found.Id, name).Key;
        var listing = groups.ListAsync(resourceGroup, key, ct);
        var agent = await pools.FindAgentAsync(found, name, ct);

        // The server arbitrates: while it runs a job it refuses, and then its group stays.
        if (agent is not null) await pools.DeleteAgentAsync(found, agent.Id, ct);
        var owned = await listing;
        await Task.WhenAll(owned.Select(group => groups.DeleteAsync(group.Id, ct)));
        return new RemovedAgent(name, agent is not null, [.. owned.Select(group => group.Id)]);
    }
}
