using System.Text.RegularExpressions;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Azure.Failures;

/// <summary>
/// Which role is missing where, read from the sentences of AuthorizationFailed ("… does not have authorization to perform action 'A'
/// over scope 'S' …") and LinkedAuthorizationFailed ("… does not have permission to perform action 'A' on the linked scope(s) 'S' …").
/// </summary>
internal static partial class MissingRole
{
    public static string? Remedy(CloudError error)
    {
        var match = Sentence().Match(error.Message);
        if (!match.Success) return null;
        var action = match.Groups["action"].Value;
        var principal = match.Groups["principal"].Value;
        return $"""
            Missing: {action} on {match.Groups["scope"].Value}
            Grant it, with this role or a custom one: az role assignment create --assignee-object-id {principal} --role "{RoleFor(action)}" --scope {Assignable(match.Groups["scope"].Value)}
            A new assignment may take some minutes to become effective.
            """;
    }

    private static string RoleFor(string action) => action.Split('/') switch
    {
        ["Microsoft.ContainerInstance", ..] => "Azure Container Instances Contributor Role",
        ["Microsoft.ManagedIdentity", ..] => "Managed Identity Operator",
        ["Microsoft.Network", .., "action"] => "Network Contributor",
        _ => "Reader",
    };

    // A container group that does not exist yet cannot be assigned a role: its resource group can.
    private static string Assignable(string scope)
    {
        var provider = scope.IndexOf("/providers/Microsoft.ContainerInstance/", StringComparison.OrdinalIgnoreCase);
        return provider < 0 ? scope : scope[..provider];
    }

    [GeneratedRegex("with object id '(?<principal>[^']+)'.*not have (authorization|permission) to perform action '(?<action>[^']+)' (over scope|on the linked scope\\(s\\)) '(?<scope>[^']+)'",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sentence();
}
