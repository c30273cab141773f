namespace EphemeralAgents.ContainerGroups;

/// <summary>A resource group of a subscription.</summary>
public sealed record ResourceGroupId(string SubscriptionId, string Name)
{
    public override string ToString() => $"/subscriptions/{SubscriptionId}/resourceGroups/{Name}";
}

/// <summary>Where a container group is.</summary>
public sealed record ContainerGroupId(ResourceGroupId ResourceGroup, ContainerGroupName Name)
{
    /// <summary>The Resource Manager id.</summary>
    public override string ToString() => $"{ResourceGroup}/providers/Microsoft.ContainerInstance/containerGroups/{Name}";

    /// <exception cref="FormatException">The text is no container group's resource id.</exception>
    public static ContainerGroupId Parse(string text) => text.Split('/') is
        ["", var s, var subscription, var g, var group, var p, var provider, var type, var name]
        && s.Equals("subscriptions", StringComparison.OrdinalIgnoreCase) && g.Equals("resourceGroups", StringComparison.OrdinalIgnoreCase)
        && p.Equals("providers", StringComparison.OrdinalIgnoreCase) && provider.Equals("Microsoft.ContainerInstance", StringComparison.OrdinalIgnoreCase)
        && type.Equals("containerGroups", StringComparison.OrdinalIgnoreCase)
            ? new ContainerGroupId(new ResourceGroupId(subscription, group), new ContainerGroupName(name))
            : throw new FormatException($"'{text}' is no container group's resource id.");
}
