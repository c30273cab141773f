using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Provisioning;

/// <summary>What <see cref="RemoveAgents"/> found and removed; removing what is gone succeeds.</summary>
public sealed record RemovedAgent(AgentName AgentName, bool AgentWasRegistered, IReadOnlyList<ContainerGroupId> ContainerGroups);
