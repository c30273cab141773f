using EphemeralAgents.Azure;
using EphemeralAgents.AzurePipelines.TaskEnvironment;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>The clouds by the name that service connections give them.</summary>
internal static class KnownClouds
{
    private static readonly Dictionary<string, AzureCloud> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AzureCloud"] = AzureCloud.Public,
        ["AzureUSGovernment"] = new(new("https://management.usgovcloudapi.net/"), "https://management.usgovcloudapi.net/", new("https://login.microsoftonline.us/")),
        ["AzureChinaCloud"] = new(new("https://management.chinacloudapi.cn/"), "https://management.chinacloudapi.cn/", new("https://login.chinacloudapi.cn/")),
    };

    /// <summary>The cloud that a connection leads to; null when it neither names a known one nor says everything itself.</summary>
    public static AzureCloud? Of(ServiceConnection connection)
    {
        var known = ByName.GetValueOrDefault(connection.Data("Environment") ?? "AzureCloud");
        var authority = Address(connection.Data("EnvironmentAuthorityUrl")) ?? Address(connection.Data("ActiveDirectoryAuthority")) ?? known?.Authority;
        return authority is null ? null : new AzureCloud(connection.Url, known?.Audience ?? connection.Url.AbsoluteUri, authority);
    }

    private static Uri? Address(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null;
}
