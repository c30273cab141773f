using EphemeralAgents.Azure;
using EphemeralAgents.AzurePipelines.TaskEnvironment;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>Which subscription of which cloud, and the service principal that acts in it.</summary>
/// <param name="ClientSecret">Secret.</param>
internal sealed record AzureAccess(AzureCloud Cloud, string SubscriptionId, string TenantId, string ClientId, string ClientSecret)
{
    // A record's own text would print every member.
    public override string ToString() => $"{ClientId} in {SubscriptionId}";
}

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
    public static readonly Input ResourceManager = new("resourceManagerUrl", "URL", "the address of Azure Resource Manager")
        { IsOptionOnly = true, Default = $"the service connection's, {ResourceManagerVariable} or the public cloud's" };
    public static readonly Input Authority = new("authorityUrl", "URL", "the address of Microsoft Entra")
        { IsOptionOnly = true, Default = $"the service connection's, {AuthorityVariable} or the public cloud's" };

    public static IReadOnlyList<Input> All { get; } = [ServiceConnection, Subscription, Tenant, ClientId, ResourceManager, Authority];

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
        if (inputs.Pipeline.FindServiceConnection(id) is not { } connection)
        {
            inputs.Problem(ServiceConnection, $"'{id}' was not handed over by the agent: name an Azure Resource Manager service connection that this pipeline may use.");
            return null;
        }

        if (!connection.Scheme.Equals("ServicePrincipal", StringComparison.OrdinalIgnoreCase) || IsCertificate(connection))
        {
            var scheme = IsCertificate(connection) ? "ServicePrincipal with a certificate" : connection.Scheme;
            inputs.Problem(ServiceConnection, $"signs in by {scheme}, which this version cannot do: use a service principal with a secret; other schemes come with a later version.");
            return null;
        }

        var cloud = KnownClouds.Of(connection);
        if (cloud is null) inputs.Problem(ServiceConnection, "is of an unknown Azure environment and does not name its authority.");
        foreach (var address in (Uri?[])[cloud?.ResourceManager, cloud?.Authority])
        {
            if (address is not null && address.Scheme != Uri.UriSchemeHttps) inputs.Problem(ServiceConnection, $"leads to {address}: use an address that begins with https://.");
        }

        return Whole(cloud,
            Of(connection.Data("SubscriptionId"), "a subscription: give it the scope of a subscription"),
            Of(connection.Parameter("TenantId"), "a tenant"),
            Of(connection.Parameter("ServicePrincipalId"), "a service principal's id"),
            Of(connection.Parameter("ServicePrincipalKey"), "a secret"));

        string? Of(string? value, string what)
        {
            if (value is null) inputs.Problem(ServiceConnection, $"lacks {what}.");
            return value;
        }
    }

    private static AzureAccess? OfEnvironment(InputReader inputs)
    {
        var secret = inputs.Pipeline.Read(SecretVariable);
        if (secret is null) inputs.Problem(ClientId, $"has no secret: set the environment variable {SecretVariable}; a secret is never an option.");
        var subscription = inputs.Required(Subscription, "AZURE_SUBSCRIPTION_ID");
        var tenant = inputs.Required(Tenant, "AZURE_TENANT_ID");
        var client = inputs.Required(ClientId, "AZURE_CLIENT_ID");
        var resourceManager = inputs.Url(ResourceManager, ResourceManagerVariable, AzureCloud.Public.ResourceManager);
        var authority = inputs.Url(Authority, AuthorityVariable, AzureCloud.Public.Authority);
        return resourceManager is null || authority is null ? null
            : Whole(AzureCloud.Public with { ResourceManager = resourceManager, Authority = authority }, subscription, tenant, client, secret);
    }

    private static AzureAccess? Whole(AzureCloud? cloud, string? subscription, string? tenant, string? client, string? secret) =>
        cloud is null || subscription is null || tenant is null || client is null || secret is null ? null
            : new AzureAccess(cloud, subscription, tenant, client, secret);

    private static bool IsCertificate(ServiceConnection connection) =>
        "spnCertificate".Equals(connection.Parameter("AuthenticationType"), StringComparison.OrdinalIgnoreCase);
}
