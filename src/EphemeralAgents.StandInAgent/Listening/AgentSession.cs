using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EphemeralAgents.StandInAgent.Configuration;
using EphemeralAgents.StandInAgent.Connection;

namespace EphemeralAgents.StandInAgent.Listening;

/// <summary>The agent's session with its pool and the message queue behind it. While it exists the agent is online.</summary>
internal sealed class AgentSession(ServerConnection server, AgentSettings settings, AgentCredentials credentials, IReadOnlyDictionary<string, string> capabilities)
{
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(60);
    private Guid _id;
    private byte[]? _key;
    private long? _lastMessage;

    /// <summary>POST sessions; also to make a new one when the old has expired.</summary>
    public async Task CreateAsync(CancellationToken ct)
    {
        var request = new SessionRequest(
            Guid.Empty, Environment.MachineName,
            new SessionAgent(settings.AgentId, settings.AgentName, AgentPackage.Version, RuntimeInformation.OSDescription), capabilities);
        var answer = await server.SendAsync<SessionAnswer>(HttpMethod.Post, Route(Location.Sessions), request, ct)
            ?? throw new InvalidDataException("The session's answer is empty.");
        _id = answer.SessionId;
        _key = answer.EncryptionKey switch
        {
            { Value.Length: > 0, Encrypted: true } key => credentials.Key.Decrypt(key.Value, RSAEncryptionPadding.OaepSHA1),
            { Value.Length: > 0 } key => key.Value,
            _ => null,
        };
    }

    /// <summary>The next message; null when the long poll brought none.</summary>
    public async Task<AgentMessage?> NextAsync(CancellationToken ct)
    {
        var query = $"sessionId={_id}" + (_lastMessage is { } last ? $"&lastMessageId={last}" : "");
        var message = await server.SendAsync<AgentMessage>(HttpMethod.Get, Route(Location.Messages) with { Query = query }, null, ct, LongPoll);
        if (message is null) return null;
        _lastMessage = message.MessageId;
        return message.Decrypt(_key);
    }

    /// <summary>A poll whose answer is thrown away: it keeps the session alive while a job runs. Has no lastMessageId (azure-pipelines-agent, MessageListener).</summary>
    public Task KeepAliveAsync(CancellationToken ct) =>
        server.SendAsync<AgentMessage>(HttpMethod.Get, Route(Location.Messages) with { Query = $"sessionId={_id}" }, null, ct, LongPoll);

    /// <summary>Acknowledges a message: until then the server delivers it again.</summary>
    public Task DeleteAsync(AgentMessage message, CancellationToken ct) =>
        server.SendAsync(HttpMethod.Delete, Route(Location.Messages, ("messageId", message.MessageId.ToString())) with { Query = $"sessionId={_id}" }, null, ct);

    public Task DeleteAsync(CancellationToken ct) => server.SendAsync(HttpMethod.Delete, Route(Location.Sessions, ("sessionId", _id.ToString())), null, ct);

    private Route Route(Location location, params (string Name, string Value)[] values) =>
        new(location, values.Append(("poolId", settings.PoolId.ToString())).ToDictionary(value => value.Item1, value => value.Item2));
}
