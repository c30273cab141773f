namespace EphemeralAgents.StandInAgent.Listening;

/// <summary>The body of a session's POST.</summary>
internal sealed record SessionRequest(Guid SessionId, string OwnerName, SessionAgent Agent, IReadOnlyDictionary<string, string> SystemCapabilities);

internal sealed record SessionAgent(int Id, string Name, string Version, string OsDescription);

internal sealed record SessionAnswer(Guid SessionId, SessionKey? EncryptionKey);

/// <summary>The key of the messages: encrypted for the agent's public key (RSA-OAEP with SHA-1), plain, or absent; then messages are plain.</summary>
internal sealed record SessionKey(bool Encrypted, byte[]? Value);
