using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Provisioning;

/// <summary>Where an agent is going to be: everything that was looked up before anything is created.</summary>
internal sealed record Site(AgentPool Pool, string Location, string AgentVersion)
{
    /// <summary>The virtual network's own DNS servers.</summary>
    public required IReadOnlyList<string> NetworkDnsServers { get; init; }

    public string? CleanupIdentityClientId { get; init; }

    public required ContainerGroupId ContainerGroup { get; init; }

    /// <summary>An agent of ours with the same name, left by an earlier attempt.</summary>
    public Agent? LeftoverAgent { get; init; }

    public ContainerGroup? LeftoverGroup { get; init; }
}
