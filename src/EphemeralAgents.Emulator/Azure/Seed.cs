namespace EphemeralAgents.Emulator.Azure;

/// <summary>What is there at the start: the two resource groups, the private network, and who may do what.</summary>
internal static class Seed
{
    private const string Subscription = $"/subscriptions/{World.SubscriptionId}";

    public static void Fill(AzureCloud azure)
    {
        var agents = azure.ResourceGroups[World.ResourceGroup] = new ResourceGroup(World.ResourceGroup, World.Location);
        var network = azure.ResourceGroups[World.NetworkResourceGroup] = new ResourceGroup(World.NetworkResourceGroup, World.Location);
        AddNetwork(azure, network);
        Grant(azure.Roles, agents);
    }

    private static void AddNetwork(AzureCloud azure, ResourceGroup group)
    {
        var network = azure.Networks.Add(new VirtualNetwork(group, World.VirtualNetwork, World.Location) { AddressPrefixes = { "10.20.0.0/16" }, DnsServers = { World.VirtualNetworkDnsServer } });
        network.Add(new Subnet(network, World.Subnet, "10.20.1.0/24") { Delegations = { ContainerGroup.Type } });
        network.Add(new Subnet(network, World.UndelegatedSubnet, "10.20.2.0/24"));
    }

    private static void Grant(RoleAssignments roles, ResourceGroup agents)
    {
        const string groups = ContainerGroup.Type;
        roles.Grant(World.OwnerClientId, Subscription, "*");
        roles.Grant(World.ReaderClientId, Subscription, "*/read");
        roles.Grant(World.CleanupIdentityClientId, agents.Id, $"{groups}/read", $"{groups}/delete");
        foreach (var principal in (string[])[World.DeployClientId, World.MachineIdentityClientId]) GrantProvisioning(roles, agents, principal);
    }

    private static void GrantProvisioning(RoleAssignments roles, ResourceGroup agents, string principal)
    {
        const string groups = ContainerGroup.Type;
        roles.Grant(principal, agents.Id, $"{groups}/read", $"{groups}/write", $"{groups}/delete", $"{groups}/containers/logs/read", "Microsoft.Resources/subscriptions/resourceGroups/read");
        roles.Grant(principal, World.SubnetId, $"{VirtualNetwork.Type}/subnets/read", $"{VirtualNetwork.Type}/subnets/join/action");
        roles.Grant(principal, World.SubnetId[..World.SubnetId.IndexOf("/subnets/", StringComparison.Ordinal)], $"{VirtualNetwork.Type}/read");
        roles.Grant(principal, Registry.Id, Registry.Pull);
        roles.Grant(principal, World.CleanupIdentityId, $"{ManagedIdentityEndpoints.Type}/assign/action", $"{ManagedIdentityEndpoints.Type}/read");
    }
}
