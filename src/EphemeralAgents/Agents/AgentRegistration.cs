using System.Security.Cryptography;

namespace EphemeralAgents.Agents;

/// <summary>An agent as we ask the pool to add it.</summary>
/// <param name="Version">Must be truthful and high enough: waiting jobs carry an implicit demand on <c>Agent.Version</c>.</param>
/// <param name="PublicKey">Modulus and exponent of the key that the agent will sign its token requests with.</param>
public sealed record AgentRegistration(AgentName Name, string Version, AgentPlatform Platform, RSAParameters PublicKey)
{
    /// <summary>
    /// Sent as system capabilities: they say whose the agent is from the moment it exists until its own session replaces them.
    /// </summary>
    public IReadOnlyDictionary<string, string> Capabilities { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>An agent that the pool has added, with what its credentials file needs.</summary>
/// <param name="ClientId">The agent's own OAuth client.</param>
/// <param name="AuthorizationUrl">Where the agent asks for tokens; stored exactly as the pool returned it.</param>
/// <param name="ServerUrl">The organization's address as the agent is to use it.</param>
public sealed record RegisteredAgent(int Id, AgentName Name, Guid ClientId, Uri AuthorizationUrl, Uri ServerUrl);
