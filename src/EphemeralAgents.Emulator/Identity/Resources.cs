namespace EphemeralAgents.Emulator.Identity;

/// <summary>The resources that tokens are asked for, by the one name that <see cref="IssuedToken.Audience"/> holds whichever alias was asked.</summary>
public static class Resources
{
    public const string ResourceManager = "https://management.azure.com";
    public const string AzureDevOps = "499b84ac-1321-427f-aa17-267ca6975798";

    /// <summary>The audience of an assertion that Entra exchanges for a token of its own.</summary>
    public const string TokenExchange = "api://AzureADTokenExchange";

    /// <summary>
    /// The resource of a scope such as <c>https://management.azure.com//.default</c> or of a bare resource; null when the tenant does not know it.
    /// </summary>
    internal static string? Find(string? scope, Uri emulator)
    {
        var resource = (scope ?? "").Split(' ')[0];
        if (resource.EndsWith("/.default", StringComparison.Ordinal)) resource = resource[..^"/.default".Length];
        return resource.TrimEnd('/').ToLowerInvariant() switch
        {
            ResourceManager or "https://management.core.windows.net" => ResourceManager,
            var own when own == emulator.GetLeftPart(UriPartial.Authority) => ResourceManager,
            AzureDevOps or "https://app.vssps.visualstudio.com" => AzureDevOps,
            _ => null,
        };
    }
}
