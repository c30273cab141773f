using System.Security.Cryptography;
using System.Text.Json;
using EphemeralAgents.StandInAgent.Connection;

namespace EphemeralAgents.StandInAgent.Configuration;

/// <summary>The agent's own identity: the files <c>.credentials</c> and <c>.credentials_rsaparams</c>.</summary>
internal sealed class AgentCredentials(string clientId, Uri authorizationUrl, Uri tokenUrl, RSA key) : IDisposable
{
    public string ClientId { get; } = clientId;

    /// <summary>The audience of the assertion.</summary>
    public Uri AuthorizationUrl { get; } = authorizationUrl;

    /// <summary>Where the assertion is posted to; the authorization URL unless the file names another.</summary>
    public Uri TokenUrl { get; } = tokenUrl;

    public RSA Key { get; } = key;

    /// <exception cref="InvalidOperationException">A file is missing or incomplete.</exception>
    public static AgentCredentials Load(AgentFolder folder)
    {
        if (!File.Exists(folder.Credentials) || !File.Exists(folder.Key)) throw new InvalidOperationException("Credentials not stored. Must reconfigure.");
        var stored = JsonSerializer.Deserialize<Stored>(File.ReadAllText(folder.Credentials), Json.Options);
        if (stored is not { Scheme: "OAuth", Data: { ClientId.Length: > 0, AuthorizationUrl: { } authorizationUrl } data })
            throw new InvalidOperationException("The file .credentials lacks the scheme OAuth, clientId or authorizationUrl.");
        return new AgentCredentials(data.ClientId, authorizationUrl, data.OauthEndpointUrl ?? authorizationUrl, LoadKey(folder));
    }

    public void Dispose() => Key.Dispose();

    private static RSA LoadKey(AgentFolder folder)
    {
        // The names are case-sensitive in the real file, unlike in the others.
        using var json = OperatingSystem.IsWindows()
            ? JsonDocument.Parse(MachineProtectedData.Unprotect(File.ReadAllBytes(folder.Key)))
            : JsonDocument.Parse(File.ReadAllText(folder.Key));
        byte[] Number(string name) => json.RootElement.GetProperty(name).GetBytesFromBase64();
        return RSA.Create(new RSAParameters
        {
            Modulus = Number("modulus"), Exponent = Number("exponent"), D = Number("d"), P = Number("p"), Q = Number("q"),
            DP = Number("dp"), DQ = Number("dq"), InverseQ = Number("inverseQ"),
        });
    }

    private sealed record Stored(string? Scheme, StoredData? Data);

    private sealed record StoredData(string? ClientId, Uri? AuthorizationUrl, Uri? OauthEndpointUrl);
}
