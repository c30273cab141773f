namespace EphemeralAgents.Emulator.Azure;

/// <summary>The rules for container groups in virtual networks.</summary>
internal static class NetworkRules
{
    public static void Check(AzureCloud azure, ContainerGroup group)
    {
        var (subnets, address) = (group.Properties.Objects("subnetIds").ToList(), group.Properties.Object("ipAddress"));
        if (address is not null && (address.Text("type") is null || address["ports"] is null)) throw ContainerGroupErrors.AddressIncomplete(group.Name);
        if (group.Properties["subnetIds"] is null)
        {
            if (address?.Text("type") == "Private") throw ContainerGroupErrors.PrivateAddressWithoutSubnet(group.Name);
            return;
        }
        if (subnets.Count != 1 || group.SubnetId is null) throw ContainerGroupErrors.NotOneSubnet(group.Name);
        if (address?.Text("type") == "Public") throw ContainerGroupErrors.PublicAddressInSubnet(group.Name);
        if (group.Properties.Text("priority") == "Spot") throw ContainerGroupErrors.SpotInNetwork(group.Name);
        CheckSubnet(azure, group, group.SubnetId);
    }

    private static void CheckSubnet(AzureCloud azure, ContainerGroup group, string id)
    {
        if (!id.StartsWith($"/subscriptions/{World.SubscriptionId}/", StringComparison.OrdinalIgnoreCase)) throw ContainerGroupErrors.OtherSubscription(group.Name);
        var cut = id.LastIndexOf("/subnets/", StringComparison.OrdinalIgnoreCase);
        var network = cut < 0 ? null : azure.Networks.Find(id[..cut]);
        if (network is null) throw ContainerGroupErrors.NetworkNotFound(cut < 0 ? id : id[..cut], group.Name);
        var subnet = azure.Networks.FindSubnet(id) ?? throw ContainerGroupErrors.SubnetNotFound(id, group.Name);
        if (!SameRegion(network.Location, group.Location)) throw ContainerGroupErrors.OtherRegion(group.Name, group.Location, network.Location);
        if (!subnet.Delegations.Contains(ContainerGroup.Type)) throw ContainerGroupErrors.NotDelegated(group.Name);
    }

    // "West Europe" and "westeurope" are the same.
    private static bool SameRegion(string one, string other) => Normal(one) == Normal(other);

    private static string Normal(string location) => location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
