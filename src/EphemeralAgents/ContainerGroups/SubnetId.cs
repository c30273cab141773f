namespace EphemeralAgents.ContainerGroups;

/// <summary>A subnet of a virtual network.</summary>
public sealed record SubnetId(ResourceGroupId ResourceGroup, string VirtualNetwork, string Name)
{
    public string VirtualNetworkId => $"{ResourceGroup}/providers/Microsoft.Network/virtualNetworks/{VirtualNetwork}";

    /// <summary>The Resource Manager id.</summary>
    public override string ToString() => $"{VirtualNetworkId}/subnets/{Name}";

    /// <returns>The subnet, or null when the text is no subnet's resource id.</returns>
    public static SubnetId? TryParse(string text) => text.Split('/') is
        ["", var s, var subscription, var g, var group, var p, var provider, var type, var network, var t, var name]
        && s.Equals("subscriptions", StringComparison.OrdinalIgnoreCase) && g.Equals("resourceGroups", StringComparison.OrdinalIgnoreCase)
        && p.Equals("providers", StringComparison.OrdinalIgnoreCase) && provider.Equals("Microsoft.Network", StringComparison.OrdinalIgnoreCase)
        && type.Equals("virtualNetworks", StringComparison.OrdinalIgnoreCase) && t.Equals("subnets", StringComparison.OrdinalIgnoreCase)
        && name.Length > 0
            ? new SubnetId(new ResourceGroupId(subscription, group), network, name) : null;
}
