using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>Why an agent's assertion is worth nothing; the message is what the agent is told.</summary>
internal sealed class AssertionRefusedException(string message) : Exception(message);

/// <summary>
/// Checks the assertions by which agents ask for tokens: RS256 with the registered key, issuer and subject are the agent, the audience
/// is the address it was told, at most five minutes of life, each used once (azure-pipelines-agent, OAuthCredential).
/// </summary>
internal sealed class AgentAssertions(TimeProvider clock)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5), LongestLife = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    /// <exception cref="AssertionRefusedException">With a text that says why.</exception>
    public Agent Accept(string jwt, Func<Guid, Agent?> find)
    {
        try
        {
            var parts = jwt.Split('.');
            if (parts.Length != 3) throw new AssertionRefusedException("The assertion is no JWT.");
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            if (Text(header, "alg") != "RS256") throw new AssertionRefusedException("The assertion must be signed with RS256.");
            var agent = Guid.TryParse(Text(payload, "sub"), out var clientId) && Text(payload, "iss") == Text(payload, "sub") ? find(clientId) : null;
            if (agent?.Registration.PublicKey is not { } key) throw new AssertionRefusedException($"The client {clientId} is not known.");
            if (!IsSigned(parts, key)) throw new AssertionRefusedException("The assertion's signature is not of the client's key.");
            if (Text(payload, "aud") != agent.AuthorizationUrl) throw new AssertionRefusedException("The assertion is for another audience.");
            CheckTimes(payload);
            return agent;
        }
        catch (Exception problem) when (problem is FormatException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new AssertionRefusedException("The assertion is no JWT.");
        }
    }

    private void CheckTimes(JsonDocument payload)
    {
        var now = clock.GetUtcNow();
        var (from, until) = (Time(payload, "nbf"), Time(payload, "exp"));
        if (from > now + Skew || until <= now || until - from > LongestLife) throw new AssertionRefusedException($"The assertion is not valid now. Current server time is {now:yyyy-MM-dd HH:mm:ss}Z.");
        foreach (var over in _used.Where(used => used.Value <= now).Select(used => used.Key).ToList()) _used.Remove(over);
        if (Text(payload, "jti") is not { Length: > 0 } id || !_used.TryAdd(id, until)) throw new AssertionRefusedException("The assertion was used before.");
    }

    private static bool IsSigned(string[] parts, AgentPublicKey key)
    {
        using var rsa = key.ToRsa();
        return rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static string? Text(JsonDocument json, string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static DateTimeOffset Time(JsonDocument json, string name) => DateTimeOffset.FromUnixTimeSeconds(json.RootElement.GetProperty(name).GetInt64());
}
