using System.Globalization;
using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Provisioning;

/// <summary>Removes an agent by name: its registration and its container group, however much of them is left.</summary>
public sealed class RemoveAgents(IAgentPools pools, IContainerGroups groups)
{
    /// <exception cref="AgentBusyException">The agent runs a job: nothing was removed.</exception>
    /// <exception cref="AgentNotOursException">Somebody else's agent has that name: nothing was removed.</exception>
    public async Task<RemovedAgent> RunAsync(Uri organization, string pool, AgentName name, ResourceGroupId resourceGroup, CancellationToken ct)
    {
        var found = await pools.GetPoolAsync(pool, ct);
        var ours = new Ownership(organization, found.Id, name);
        var listing = groups.ListAsync(resourceGroup, ours.Key, ct);
        var agent = await pools.FindAgentAsync(found, name, ct);
        var owned = await listing;
        if (agent is not null && !ours.Owns(agent.Capabilities) && !owned.Any(group => IsOf(agent, group))) throw new AgentNotOursException(name, found.Name);

        // The server arbitrates: while it runs a job it refuses, and then its group stays.
        if (agent is not null) await pools.DeleteAgentAsync(found, agent.Id, ct);
        await Task.WhenAll(owned.Select(group => groups.DeleteAsync(group.Id, ct)));
        return new RemovedAgent(name, agent is not null, [.. owned.Select(group => group.Id)]);
    }

    // An agent whose own session came before its user capabilities bears none; its group's tags still name it.
    private static bool IsOf(Agent agent, ContainerGroup group) =>
        group.Tags.GetValueOrDefault(Ownership.AgentIdKey) == agent.Id.ToString(CultureInfo.InvariantCulture);
}
