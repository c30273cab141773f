using System.Security.Cryptography;
using System.Text;

namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>
/// An agent's session: it makes the agent online and holds the key of its messages. It ends when the agent deletes it, or when it has
/// not asked for messages for <see cref="Lease"/>.
/// </summary>
internal sealed class AgentSession : IDisposable
{
    /// <summary>How long a session outlives the last poll. The service's own value is not published.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ITimer _lease;
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AgentSession(Agent agent, string ownerName, Uri organizationUrl, TimeProvider clock, Action<AgentSession> lapsed)
    {
        Agent = agent;
        OwnerName = ownerName;
        OrganizationUrl = organizationUrl;
        _lease = clock.CreateTimer(_ => lapsed(this), state: null, Lease, Timeout.InfiniteTimeSpan);
    }

    public Guid Id { get; } = Guid.NewGuid();
    public Agent Agent { get; }
    public string OwnerName { get; }

    /// <summary>How the agent itself reaches the organization; its jobs are told the same.</summary>
    public Uri OrganizationUrl { get; }

    /// <summary>Ends when there is something new: a message, or the session's end.</summary>
    public Task News => _wake.Task;

    public void Renew() => _lease.Change(Lease, Timeout.InfiniteTimeSpan);

    public void Wake()
    {
        var sleeping = _wake;
        _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
        sleeping.SetResult();
    }

    /// <summary>The session's key, readable only by the holder of the agent's private key (RSA-OAEP with SHA-1).</summary>
    public byte[] SealedKey(AgentPublicKey key)
    {
        using var rsa = key.ToRsa();
        return rsa.Encrypt(_key, RSAEncryptionPadding.OaepSHA1);
    }

    public (byte[] Iv, byte[] Body) Encrypt(string text)
    {
        using var aes = Aes.Create();
        aes.Key = _key;
        return (aes.IV, aes.EncryptCbc(Encoding.UTF8.GetBytes(text), aes.IV));
    }

    public void Dispose()
    {
        _lease.Dispose();
        Wake();
    }
}
