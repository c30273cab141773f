using EphemeralAgents.AzurePipelines.TaskEnvironment;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>Which subscription, and the service principal that acts in it.</summary>
internal sealed record AzureAccess(string SubscriptionId, string TenantId, string ClientId, string ClientSecret)
{
    public required Uri ResourceManager { get; init; }

    public required Uri Authority { get; init; }

    public override string ToString() => $"{ClientId} in {SubscriptionId}";
}

/// <summary>The inputs that say how Azure is reached: a service connection in a pipeline, options and variables elsewhere.</summary>
internal static class AzureInputs
{
    public const string SecretVariable = "AZURE_CLIENT_SECRET";

    public static readonly Input ServiceConnection = new("azureServiceConnection", "ID",
        "the Azure Resource Manager service connection that creates the container group; a pipeline task only");

    public static readonly Input Subscription = new("subscription", "ID", "the id of the Azure subscription") { Default = "the service connection's, or AZURE_SUBSCRIPTION_ID" };
    public static readonly Input Tenant = new("tenant", "ID", "the Microsoft Entra tenant to sign in to") { Default = "the service connection's, or AZURE_TENANT_ID" };
    public static readonly Input ClientId = new("clientId", "ID",
        $"the application (client) id of the service principal, whose secret is read from {SecretVariable}") { Default = "the service connection's, or AZURE_CLIENT_ID" };
    public static readonly Input ResourceManager = new("resourceManagerUrl", "URL", "the address of Azure Resource Manager") { Default = "the service connection's, or the public cloud's" };
    public static readonly Input Authority = new("authorityUrl", "URL", "the address of Microsoft Entra") { Default = "the service connection's, AZURE_AUTHORITY_HOST or the public cloud's" };

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

        return Whole(inputs,
            Of(connection.Data("SubscriptionId"), "a subscription: give it the scope of a subscription"),
            Of(connection.Parameter("TenantId"), "a tenant"),
            Of(connection.Parameter("ServicePrincipalId"), "a service principal's id"),
            Of(connection.Parameter("ServicePrincipalKey"), "a secret"),
            inputs.Url(ResourceManager) ?? connection.Url,
            inputs.Url(Authority) ?? AuthorityOf(connection));

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
        return Whole(inputs,
            inputs.Required(Subscription, "AZURE_SUBSCRIPTION_ID"),
            inputs.Required(Tenant, "AZURE_TENANT_ID"),
            inputs.Required(ClientId, "AZURE_CLIENT_ID"),
            secret,
            inputs.Url(ResourceManager) ?? AzureCloud.Public.ResourceManager,
            inputs.Url(Authority, "AZURE_AUTHORITY_HOST") ?? AzureCloud.Public.Authority);
    }

    private static AzureAccess? Whole(InputReader inputs, string? subscription, string? tenant, string? client, string? secret, Uri resourceManager, Uri? authority)
    {
        if (authority is null) inputs.Problem(ServiceConnection, "is of an unknown Azure environment and names no authority.");
        return subscription is null || tenant is null || client is null || secret is null || authority is null ? null
            : new AzureAccess(subscription, tenant, client, secret) { ResourceManager = resourceManager, Authority = authority };
    }

    private static bool IsCertificate(ServiceConnection connection) =>
        "spnCertificate".Equals(connection.Parameter("AuthenticationType"), StringComparison.OrdinalIgnoreCase);

    // Azure Stack's connections name their authority; the clouds' connections name it too, or only themselves.
    private static Uri? AuthorityOf(ServiceConnection connection) =>
        Uri.TryCreate(connection.Data("EnvironmentAuthorityUrl") ?? connection.Data("ActiveDirectoryAuthority"), UriKind.Absolute, out var authority) ? authority
        : AzureCloud.Find(connection.Data("Environment") ?? AzureCloud.Public.Name)?.Authority;
}

/// <summary>A cloud by the name that service connections give it.</summary>
internal sealed record AzureCloud(string Name, Uri ResourceManager, Uri Authority)
{
    public static readonly AzureCloud Public = new("AzureCloud", new("https://management.azure.com/"), new("https://login.microsoftonline.com/"));

    private static readonly AzureCloud[] All =
    [
        Public,
        new("AzureUSGovernment", new("https://management.usgovcloudapi.net/"), new("https://login.microsoftonline.us/")),
        new("AzureChinaCloud", new("https://management.chinacloudapi.cn/"), new("https://login.partner.microsoftonline.cn/")),
    ];

    public static AzureCloud? Find(string name) => Array.Find(All, cloud => cloud.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
