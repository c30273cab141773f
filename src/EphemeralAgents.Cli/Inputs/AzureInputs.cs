using EphemeralAgents.Azure;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>The inputs that say how Azure is reached: a service connection in a pipeline, options and variables elsewhere.</summary>
internal static class AzureInputs
{
    public const string SecretVariable = "AZURE_CLIENT_SECRET";
    private const string ResourceManagerVariable = "AZURE_RESOURCE_MANAGER_URL";
    private const string AuthorityVariable = "AZURE_AUTHORITY_HOST";

    public static readonly Input ServiceConnection = new("azureServiceConnection", "ID",
        "the Azure Resource Manager service connection that creates the container group") { Default = "outside a pipeline none" };

    public static readonly Input Subscription = new("subscription", "ID", "the id of the Azure subscription")
        { IsOptionOnly = true, Default = "the service connection's, or AZURE_SUBSCRIPTION_ID" };
    public static readonly Input Tenant = new("tenant", "ID", "the Microsoft Entra tenant to sign in to")
        { IsOptionOnly = true, Default = "the service connection's, or AZURE_TENANT_ID" };
    public static readonly Input ClientId = new("clientId", "ID",
        $"the application (client) id of the service principal, whose secret is read from {SecretVariable}") { IsOptionOnly = true, Default = "the service connection's, or AZURE_CLIENT_ID" };
    public static readonly Input CertificatePath = new("clientCertificatePath", "FILE",
        "a PEM file with the certificate and the private key of the service principal, in place of its secret") { IsOptionOnly = true, Default = "none" };
    public static readonly Input ManagedIdentity = new("managedIdentity", "CLIENT-ID",
        "sign in as the managed identity of this machine, or as that one of its user-assigned identities") { IsOptionOnly = true, IsFlag = true, Default = "none" };
    public static readonly Input ResourceManager = new("resourceManagerUrl", "URL", "the address of Azure Resource Manager")
        { IsOptionOnly = true, Default = $"the service connection's, {ResourceManagerVariable} or the public cloud's" };
    public static readonly Input Authority = new("authorityUrl", "URL", "the address of Microsoft Entra")
        { IsOptionOnly = true, Default = $"the service connection's, {AuthorityVariable} or the public cloud's" };

    public static IReadOnlyList<Input> All { get; } = [ServiceConnection, Subscription, Tenant, ClientId, CertificatePath, ManagedIdentity, ResourceManager, Authority];

    public static AzureAccess? Read(InputReader inputs) =>
        inputs.Optional(ServiceConnection) is { } id ? OfConnection(inputs, id)
        : inputs.IsTask ? Missing(inputs)
        : OfEnvironment(inputs);

    private static AzureAccess? Missing(InputReader inputs)
    {
        inputs.Missing(ServiceConnection);
        return null;
    }

    private static AzureAccess? OfConnection(InputReader inputs, string id)
    {
        var reader = new ConnectionReader(inputs, ServiceConnection, "an Azure Resource Manager");
        if (reader.Find(id) is not { } connection || reader.Identity(connection) is not { } identity) return null;
        var subscription = reader.Need(connection.Data("SubscriptionId"), "a subscription: give it the scope of a subscription");
        return KnownClouds.Of(connection, reader) is not { } cloud || subscription is null ? null : new AzureAccess(cloud, subscription, identity);
    }

    private static AzureAccess? OfEnvironment(InputReader inputs)
    {
        var identity = IdentityOf(inputs);
        var subscription = inputs.Required(Subscription, "AZURE_SUBSCRIPTION_ID");
        var resourceManager = inputs.Url(ResourceManager, ResourceManagerVariable, AzureCloud.Public.ResourceManager);
        var authority = inputs.Url(Authority, AuthorityVariable, AzureCloud.Public.Authority);
        return identity is null || subscription is null || resourceManager is null || authority is null ? null
            : new AzureAccess(AzureCloud.Public with { ResourceManager = resourceManager, Authority = authority }, subscription, identity);
    }

    private static EntraIdentity? IdentityOf(InputReader inputs)
    {
        if (inputs.IsGiven(ManagedIdentity))
        {
            if (inputs.IsGiven(CertificatePath)) inputs.Problem(CertificatePath, $"does not go with {inputs.NameOf(ManagedIdentity)}: give one of them.");
            return new MachineIdentity(inputs.Optional(ManagedIdentity));
        }

        var path = inputs.Optional(CertificatePath);
        var secret = inputs.Pipeline.Read(SecretVariable);
        if (path is null && secret is null)
            inputs.Problem(ClientId, $"has no secret: set the environment variable {SecretVariable} (a secret is never an option), or give {inputs.NameOf(CertificatePath)} or {inputs.NameOf(ManagedIdentity)}.");
        var certificate = path is null ? null : inputs.Parsed(CertificatePath, CertificateFile.TryRead, "name a PEM file with a certificate and its unencrypted RSA private key that can be read");
        var (tenant, client) = (inputs.Required(Tenant, "AZURE_TENANT_ID"), inputs.Required(ClientId, "AZURE_CLIENT_ID"));
        return tenant is null || client is null ? null
            : certificate is not null ? new CertificateIdentity(client, certificate) { TenantId = tenant }
            : path is null && secret is not null ? new SecretIdentity(client, secret) { TenantId = tenant }
            : null;
    }
}
