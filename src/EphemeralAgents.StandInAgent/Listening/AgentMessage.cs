using System.Security.Cryptography;
using System.Text;

namespace EphemeralAgents.StandInAgent.Listening;

/// <summary>A message of the agent's queue. With an <paramref name="Iv"/> the body is AES-256-CBC in base64, without one it is the JSON itself.</summary>
internal sealed record AgentMessage(long MessageId, string MessageType, byte[]? Iv, string Body)
{
    public const string JobRequest = "PipelineAgentJobRequest";
    public const string JobCancellation = "JobCancellation";
    public const string AgentRefresh = "AgentRefresh";

    public AgentMessage Decrypt(byte[]? key)
    {
        if (Iv is not { Length: > 0 }) return this;
        if (key is null) throw new CryptographicException("The message is encrypted, but the session has no key.");
        using var aes = Aes.Create();
        aes.Key = key;
        return this with { Iv = null, Body = Encoding.UTF8.GetString(aes.DecryptCbc(Convert.FromBase64String(Body), Iv)) };
    }
}

/// <summary>The body of a JobCancellation: how long the worker may take before it is killed.</summary>
internal sealed record JobCancellation(Guid JobId, TimeSpan Timeout);
