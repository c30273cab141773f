using System.Text.RegularExpressions;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>Texts of a known form: each method returns the text, or null when it is not of that form.</summary>
internal static partial class Patterns
{
    public const string IdentityRight = "use the resource id of a user-assigned identity, /subscriptions/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/NAME";

    public static string? AgentVersion(string text) => Version().IsMatch(text) ? text : null;

    public static string? Identity(string text) => UserAssignedIdentity().IsMatch(text) ? text : null;

    public static string? Image(string text) => ImageReference().IsMatch(text) ? text : null;

    public static string? Label(string text) => OneLine().IsMatch(text) ? text : null;

    public static string? Location(string text) => Region().IsMatch(text) ? text.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() : null;

    public static string? NetworkName(string text) => Network().IsMatch(text) ? text : null;

    public static string? ResourceGroup(string text) => Group().IsMatch(text) ? text : null;

    [GeneratedRegex(@"^[0-9]+\.[0-9]+\.[0-9]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();

    [GeneratedRegex(@"^/subscriptions/[^/\s]+/resourceGroups/[^/\s]+/providers/Microsoft\.ManagedIdentity/userAssignedIdentities/[^/\s]+\z", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserAssignedIdentity();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._:/@-]*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ImageReference();

    [GeneratedRegex(@"^[^\p{Cc}]{1,256}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OneLine();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9 ]*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Region();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9._-]{0,79}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Network();

    [GeneratedRegex(@"^[\w.()-]{0,89}[\w()-]\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Group();
}
