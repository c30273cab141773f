using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Azure.Networks;

/// <summary>The <c>properties</c> of a virtual network, as far as container groups care.</summary>
internal sealed record NetworkView(DhcpOptions? DhcpOptions, IReadOnlyList<SubnetView>? Subnets)
{
    public VirtualNetwork ToNetwork(SubnetId asked, string location) => new(
        asked.VirtualNetworkId, location, DhcpOptions?.DnsServers ?? [],
        Subnets?.FirstOrDefault(subnet => subnet.Name.Equals(asked.Name, StringComparison.OrdinalIgnoreCase))?.ToSubnet());
}

internal sealed record DhcpOptions(IReadOnlyList<string>? DnsServers);

internal sealed record SubnetView(string Name, SubnetProperties? Properties)
{
    private const string ContainerGroups = "Microsoft.ContainerInstance/containerGroups";

    public Subnet ToSubnet() => new(
        Name,
        [.. (Properties?.Delegations ?? []).Select(each => each.Properties?.ServiceName).OfType<string>()],
        [.. (Properties?.ServiceAssociationLinks ?? []).Select(each => each.Properties?.LinkedResourceType).OfType<string>()
            .Where(type => !type.Equals(ContainerGroups, StringComparison.OrdinalIgnoreCase))]);
}

internal sealed record SubnetProperties(IReadOnlyList<Delegation>? Delegations, IReadOnlyList<ServiceAssociationLink>? ServiceAssociationLinks);

internal sealed record Delegation(DelegationProperties? Properties);

internal sealed record DelegationProperties(string? ServiceName);

internal sealed record ServiceAssociationLink(ServiceAssociationLinkProperties? Properties);

internal sealed record ServiceAssociationLinkProperties(string? LinkedResourceType);

/// <summary>The <c>properties</c> of a user-assigned identity.</summary>
internal sealed record IdentityView(string? ClientId);
