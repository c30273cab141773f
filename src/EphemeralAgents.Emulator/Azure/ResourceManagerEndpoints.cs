namespace EphemeralAgents.Emulator.Azure;

/// <summary>Resource Manager's routes. Paths match without regard to case.</summary>
internal static class ResourceManagerEndpoints
{
    private const string Subscription = "/subscriptions/{subscription}";
    private const string Group = $"{Subscription}/resourceGroups/{{resourceGroup}}";
    private const string Networks = $"{Group}/providers/Microsoft.Network/virtualNetworks";
    private const string Identities = $"{Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities";
    private const string ContainerGroups = $"{Group}/providers/Microsoft.ContainerInstance/containerGroups";

    public static void Map(IEndpointRouteBuilder app, AzureCloud azure)
    {
        var arm = new ArmRoutes(app, azure);
        arm.Get("/tenants", SubscriptionEndpoints.Tenants);
        arm.Get("/subscriptions", SubscriptionEndpoints.List);
        arm.Get(Subscription, SubscriptionEndpoints.Get);
        arm.Get($"{Subscription}/providers/{{provider}}", SubscriptionEndpoints.Provider);

        arm.Get($"{Subscription}/resourceGroups", ResourceGroupEndpoints.List);
        arm.Get(Group, ResourceGroupEndpoints.Get);
        arm.Map("HEAD", Group, ResourceGroupEndpoints.Head);
        arm.Get($"{Subscription}/resources", GenericResourceEndpoints.List);
        arm.Get($"{Group}/resources", GenericResourceEndpoints.ListIn);

        arm.Get(Networks, NetworkEndpoints.List);
        arm.Get($"{Networks}/{{network}}", NetworkEndpoints.Get);
        arm.Map("PUT", $"{Networks}/{{network}}", NetworkEndpoints.Put);
        arm.Get($"{Networks}/{{network}}/subnets", NetworkEndpoints.ListSubnets);
        arm.Get($"{Networks}/{{network}}/subnets/{{subnet}}", NetworkEndpoints.GetSubnet);
        arm.Map("PUT", $"{Networks}/{{network}}/subnets/{{subnet}}", NetworkEndpoints.PutSubnet);

        arm.Get(Identities, ManagedIdentityEndpoints.List);
        arm.Get($"{Identities}/{{name}}", ManagedIdentityEndpoints.Get);

        arm.Get($"{Subscription}/providers/Microsoft.ContainerInstance/containerGroups", ContainerGroupEndpoints.ListAll);
        arm.Get(ContainerGroups, ContainerGroupEndpoints.List);
        arm.Get($"{ContainerGroups}/{{name}}", ContainerGroupEndpoints.Get);
        arm.Map("PUT", $"{ContainerGroups}/{{name}}", ContainerGroupEndpoints.Put);
        arm.Map("PATCH", $"{ContainerGroups}/{{name}}", ContainerGroupEndpoints.Patch);
        arm.Map("DELETE", $"{ContainerGroups}/{{name}}", ContainerGroupEndpoints.Delete);
        arm.Map("POST", $"{ContainerGroups}/{{name}}/stop", TransitionEndpoints.Stop);
        arm.Map("POST", $"{ContainerGroups}/{{name}}/start", TransitionEndpoints.Start);
        arm.Map("POST", $"{ContainerGroups}/{{name}}/restart", TransitionEndpoints.Restart);
        arm.Get($"{ContainerGroups}/{{name}}/containers/{{container}}/logs", ContainerGroupEndpoints.Logs);

        arm.Get($"{Subscription}/providers/Microsoft.ContainerInstance/locations/{{location}}/usages", UsageEndpoints.List);
        arm.Map("GET", $"{Subscription}/providers/{{provider}}/locations/{{location}}/operations/{{id}}", Operations.Get, anyVersion: true);
        arm.Otherwise("/subscriptions/{**path}", (_, call) => throw ArmErrors.NoSuchPath(call.Context.Request.Path));
    }
}
