namespace EphemeralAgents.ContainerGroups;

/// <summary>A virtual network as it was found, with the one subnet that was asked for.</summary>
/// <param name="DnsServers">The network's own DNS servers; Container Instances ignore them unless they are told. Empty: Azure's.</param>
/// <param name="Subnet">Null when the network has no subnet of that name.</param>
public sealed record VirtualNetwork(string Id, string Location, IReadOnlyList<string> DnsServers, Subnet? Subnet);

/// <summary>A subnet as it was found.</summary>
/// <param name="Delegations">The service names that it is delegated to.</param>
/// <param name="OccupiedBy">Resource types of other services that hold it by a service association link.</param>
public sealed record Subnet(string Name, IReadOnlyList<string> Delegations, IReadOnlyList<string> OccupiedBy);
