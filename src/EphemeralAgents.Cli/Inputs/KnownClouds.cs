using EphemeralAgents.Azure;
using EphemeralAgents.AzurePipelines.TaskEnvironment;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>The clouds by the name that service connections give them.</summary>
internal static class KnownClouds
{
    private static readonly AzureCloud Government = new(new("https://management.usgovcloudapi.net/"), "https://management.usgovcloudapi.net/", new("https://login.microsoftonline.us/"));
    private static readonly AzureCloud China = new(new("https://management.chinacloudapi.cn/"), "https://management.chinacloudapi.cn/", new("https://login.chinacloudapi.cn/"));

    private static readonly Dictionary<string, AzureCloud> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AzureCloud"] = AzureCloud.Public,
        ["AzureUSGovernment"] = Government,
        ["AzureChinaCloud"] = China,
    };

    /// <summary>The cloud that an Azure connection leads to: a known one, at the connection's own addresses.</summary>
    public static AzureCloud? Of(ServiceConnection connection, ConnectionReader reader)
    {
        var environment = connection.Data("Environment") ?? "AzureCloud";
        if (!ByName.TryGetValue(environment, out var known))
        {
            reader.Problem($"leads to {InputReader.Shown(environment)}, which is not supported: use one of {string.Join(", ", ByName.Keys)}.");
            return null;
        }

        var (resourceManager, authority) = (reader.Secure(connection.Url), reader.Secure(AuthorityOf(connection) ?? known.Authority));
        return resourceManager is null || authority is null ? null : known with { ResourceManager = resourceManager, Authority = authority };
    }

    /// <summary>The cloud of Azure DevOps, which is in the public one, at the connection's authority where it names one.</summary>
    public static AzureCloud? OfAzureDevOps(ServiceConnection connection, ConnectionReader reader) => At(AzureCloud.Public, connection, reader);

    /// <summary>The cloud of a container registry, which its login server tells.</summary>
    public static AzureCloud? OfRegistry(string server, ServiceConnection connection, ConnectionReader reader) => At(
        server.EndsWith(".azurecr.us", StringComparison.OrdinalIgnoreCase) ? Government
        : server.EndsWith(".azurecr.cn", StringComparison.OrdinalIgnoreCase) ? China
        : AzureCloud.Public, connection, reader);

    private static AzureCloud? At(AzureCloud cloud, ServiceConnection connection, ConnectionReader reader) =>
        reader.Secure(AuthorityOf(connection) ?? cloud.Authority) is { } authority ? cloud with { Authority = authority } : null;

    private static Uri? AuthorityOf(ServiceConnection connection) => Address(connection.Data("EnvironmentAuthorityUrl")) ?? Address(connection.Data("ActiveDirectoryAuthority"));

    private static Uri? Address(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null;
}
