using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using EphemeralAgents.Agents;

namespace EphemeralAgents.ContainerGroups;

/// <summary>The name of a container group: 1-63 lower-case letters, digits and single dashes.</summary>
public sealed partial record ContainerGroupName
{
    private const int LongestSlug = 50;

    /// <exception cref="ArgumentException">The text is no container group name.</exception>
    public ContainerGroupName(string value) => Value = Valid().IsMatch(value) ? value
        : throw new ArgumentException($"'{value}' is no container group name: use 1-63 lower-case letters, digits and single dashes.", nameof(value));

    public string Value { get; }

    /// <summary>
    /// The one name that an agent's container group can have, so that whoever comes later finds it. The region is part of it
    /// because Azure takes one name in several regions at once for fraud and sets the quota to zero.
    /// </summary>
    public static ContainerGroupName For(Uri organization, int poolId, AgentName agent, string location)
    {
        var identity = $"{Ownership.OrganizationOf(organization)}\n{poolId}\n{agent.Value.ToLowerInvariant()}\n{location.ToLowerInvariant()}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..8];
        var slug = Other().Replace(agent.Value.ToLowerInvariant(), "-").Trim('-');
        return new ContainerGroupName($"{slug[..Math.Min(slug.Length, LongestSlug)].TrimEnd('-')}-{hash}");
    }

    public override string ToString() => Value;

    [GeneratedRegex(@"^(?=.{1,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Valid();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Other();
}
