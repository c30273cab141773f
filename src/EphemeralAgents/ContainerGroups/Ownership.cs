using System.Globalization;
using EphemeralAgents.Agents;

namespace EphemeralAgents.ContainerGroups;

/// <summary>
/// Whose an agent and its container group are. The same facts are tags of the group, in the request that creates it, and user
/// capabilities of the agent: whoever comes later finds both by either.
/// </summary>
public sealed record Ownership(Uri Organization, int PoolId, AgentName Agent)
{
    public const string OrganizationKey = "EphemeralAgents.Organization";
    public const string PoolKey = "EphemeralAgents.Pool";
    public const string AgentKey = "EphemeralAgents.Agent";
    public const string AgentIdKey = "EphemeralAgents.AgentId";
    public const string RunKey = "EphemeralAgents.Run";
    public const string CreatedKey = "EphemeralAgents.Created";
    public const string ExpiresKey = "EphemeralAgents.Expires";

    /// <summary>A user capability that jobs may demand in place of the agent's name: the request's label.</summary>
    public const string RequestKey = "EphemeralAgents.Request";

    public int? AgentId { get; init; }

    /// <summary>The id of the run that asked for the agent, such as <c>build-1207</c> or <c>release-14-2</c>.</summary>
    public string? Run { get; init; }

    /// <summary>To the tick, so that it also tells two attempts of one name apart.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When neither should exist any more.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>What identifies an agent's group among others.</summary>
    public IReadOnlyDictionary<string, string> Key => new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [OrganizationKey] = OrganizationOf(Organization),
        [PoolKey] = PoolId.ToString(CultureInfo.InvariantCulture),
        [AgentKey] = Agent.Value,
    };

    public IReadOnlyDictionary<string, string> Facts
    {
        get
        {
            var facts = new Dictionary<string, string>(Key, StringComparer.OrdinalIgnoreCase);
            if (AgentId is { } id) facts[AgentIdKey] = id.ToString(CultureInfo.InvariantCulture);
            if (Run is not null) facts[RunKey] = Run;
            if (Created is { } created) facts[CreatedKey] = created.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
            if (Expires is { } expires) facts[ExpiresKey] = expires.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            return facts;
        }
    }

    /// <summary>Whether tags or capabilities say that they belong to this agent of this organization and pool.</summary>
    public bool Owns(IReadOnlyDictionary<string, string> facts) =>
        Key.All(fact => facts.TryGetValue(fact.Key, out var value) && value.Equals(fact.Value, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The organization as names and tags spell it: host and path, lower case, however the address was written.
    /// <c>https://fabrikam.visualstudio.com</c> is the older address of <c>https://dev.azure.com/fabrikam</c>.
    /// </summary>
    public static string OrganizationOf(Uri organization)
    {
        const string OlderHost = ".visualstudio.com";
        return organization.Host.EndsWith(OlderHost, StringComparison.OrdinalIgnoreCase)
            ? $"dev.azure.com/{organization.Host[..^OlderHost.Length].ToLowerInvariant()}"
            : (organization.Authority + organization.AbsolutePath.TrimEnd('/')).ToLowerInvariant();
    }
}
