namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>The service connection <see cref="World.ServiceConnection"/> that every emulator begins with: a service principal with a secret.</summary>
internal static class SeededConnection
{
    public static ServiceConnection Of(EmulatedCloud cloud) => new(
        Guid.Parse(World.ServiceConnectionId), World.ServiceConnection, "AzureRM", cloud.Address, "ServicePrincipal",
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["tenantid"] = World.TenantId, ["serviceprincipalid"] = World.DeployClientId, ["authenticationType"] = "spnKey", ["serviceprincipalkey"] = cloud.Directory.Deploy.Secret,
        },
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["subscriptionId"] = World.SubscriptionId, ["subscriptionName"] = "Fabrikam Private", ["environment"] = "AzureCloud", ["scopeLevel"] = "Subscription",
            ["environmentAuthorityUrl"] = cloud.Address.ToString(), ["creationMode"] = "Manual",
        });
}
