using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace EphemeralAgents.Emulator.Identity;

/// <summary>A token as it was issued. <paramref name="Audience"/> is the resource it was asked for; <paramref name="JobId"/> the job it was issued for, if any.</summary>
public sealed record IssuedToken(string Value, Principal Principal, string Audience, DateTimeOffset ExpiresOn, Guid? JobId, string? Subject);

/// <summary>Every token that the emulator has issued: Entra's, jobs', agents' and personal access tokens. What it did not issue is worth nothing.</summary>
public sealed class Tokens(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, IssuedToken> _issued = new(StringComparer.Ordinal);

    /// <summary>Every value ever issued, expired and revoked ones too: tests look for them in places where none may be.</summary>
    public ConcurrentBag<string> Values { get; } = [];

    public IssuedToken Issue(Principal principal, string audience, TimeSpan lifetime, Guid? jobId = null, string? subject = null)
    {
        var token = new IssuedToken(NewValue(principal, audience), principal, audience, clock.GetUtcNow() + lifetime, jobId, subject);
        _issued[token.Value] = token;
        Values.Add(token.Value);
        return token;
    }

    /// <summary>The token, or null when it was never issued, has been revoked or has expired.</summary>
    public IssuedToken? Find(string? value) =>
        value is not null && _issued.TryGetValue(value, out var token) && token.ExpiresOn > clock.GetUtcNow() ? token : null;

    /// <summary>The token that was good once and has expired since; null for any other.</summary>
    internal IssuedToken? FindExpired(string value) => _issued.TryGetValue(value, out var token) && token.ExpiresOn <= clock.GetUtcNow() ? token : null;

    public void RevokeJob(Guid jobId) => Revoke(token => token.JobId == jobId);

    public void Revoke(Func<IssuedToken, bool> which)
    {
        foreach (var token in _issued.Values.Where(which)) _issued.TryRemove(token.Value, out _);
    }

    // Looks like a JWT, since az refuses anything else; the signature part is random, so no value can be guessed.
    private static string NewValue(Principal principal, string audience) =>
        $"{Part("""{"typ":"JWT","alg":"none"}""")}.{Part($$"""{"sub":"{{principal.Id}}","aud":"{{audience}}","tid":"{{World.TenantId}}","oid":"{{principal.Id}}"}""")}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
