using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>The project's service connections: one for every way in which one can sign in.</summary>
internal static class SeededConnections
{
    public static IEnumerable<ServiceConnection> Of(EmulatedCloud cloud)
    {
        var deploy = cloud.Directory.Deploy;
        yield return Azure(cloud, World.ServiceConnection, World.ServiceConnectionId, "ServicePrincipal",
            ("serviceprincipalid", deploy.ClientId), ("serviceprincipalkey", deploy.Secret), ("authenticationType", "spnKey"));
        yield return Azure(cloud, World.CertificateConnection, "5b0cbb9e-0000-4000-8000-0000000000c2", "ServicePrincipal",
            ("serviceprincipalid", deploy.ClientId), ("serviceprincipalcertificate", SeededCertificate.Pem), ("authenticationType", "spnCertificate"));
        yield return Azure(cloud, World.FederatedConnection, "5b0cbb9e-0000-4000-8000-0000000000c3", "WorkloadIdentityFederation", ("serviceprincipalid", deploy.ClientId));
        yield return Azure(cloud, World.ManagedConnection, "5b0cbb9e-0000-4000-8000-0000000000c4", "ManagedServiceIdentity");
        yield return new ServiceConnection(
            new("5b0cbb9e-0000-4000-8000-0000000000c5"), World.AzureDevOpsConnection, "workloadidentityuser", cloud.OrganizationUrl, "WorkloadIdentityFederation",
            Map(("tenantid", World.TenantId), ("serviceprincipalid", World.AgentsClientId)), Map(("environmentAuthorityUrl", cloud.Address.AbsoluteUri)));

        yield return Registry(cloud, World.RegistryPrincipalConnection, "5b0cbb9e-0000-4000-8000-0000000000c6", "ServicePrincipal",
            ("serviceprincipalid", deploy.ClientId), ("serviceprincipalkey", deploy.Secret));
        yield return Registry(cloud, World.RegistryFederatedConnection, "5b0cbb9e-0000-4000-8000-0000000000c7", "WorkloadIdentityFederation", ("serviceprincipalid", deploy.ClientId));
        yield return Registry(cloud, World.RegistryManagedConnection, "5b0cbb9e-0000-4000-8000-0000000000c8", "ManagedServiceIdentity");
        var registry = cloud.Azure.Registry;
        yield return new ServiceConnection(
            new("5b0cbb9e-0000-4000-8000-0000000000c9"), World.RegistryPasswordConnection, "dockerregistry", new($"https://{registry.Server}/"), "UsernamePassword",
            Map(("registry", $"https://{registry.Server}/"), ("username", registry.Username), ("password", registry.Password), ("email", "")), Map(("registrytype", "Others")));
    }

    private static ServiceConnection Azure(EmulatedCloud cloud, string name, string id, string scheme, params (string, string)[] parameters) => new(
        new(id), name, "azurerm", cloud.Address, scheme, Map([("tenantid", World.TenantId), .. parameters]),
        Map(("subscriptionId", World.SubscriptionId), ("subscriptionName", "Fabrikam"), ("environment", "AzureCloud"),
            ("environmentAuthorityUrl", cloud.Address.AbsoluteUri), ("scopeLevel", "Subscription")));

    private static ServiceConnection Registry(EmulatedCloud cloud, string name, string id, string scheme, params (string, string)[] parameters) => new(
        new(id), name, "dockerregistry", new($"https://{cloud.Azure.Registry.Server}/"), scheme,
        Map([("tenantid", World.TenantId), ("loginServer", cloud.Azure.Registry.Server), .. parameters]),
        Map(("registrytype", "ACR"), ("environmentAuthorityUrl", cloud.Address.AbsoluteUri)));

    private static Dictionary<string, string> Map(params IEnumerable<(string Name, string Value)> values) =>
        values.ToDictionary(one => one.Name, one => one.Value, StringComparer.OrdinalIgnoreCase);
}
