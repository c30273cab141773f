using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Provisioning;

/// <summary>An agent that has been handed over: from here on it outlives this process.</summary>
public sealed record ProvisionedAgent(AgentPool Pool, int AgentId, AgentName AgentName, string AgentVersion, ContainerGroupId ContainerGroup, string Location)
{
    /// <summary>Every phase with the time at which it was reached.</summary>
    public required IReadOnlyList<PhaseReached> Timeline { get; init; }

    /// <summary>What the user should know although it worked.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
