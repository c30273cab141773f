using System.Text.Json;
using System.Text.Json.Serialization;

namespace EphemeralAgents.Agents;

/// <summary>
/// The three files that make a folder with the agent package a configured agent, by name
/// (azure-pipelines-agent: ConfigurationStore, CredentialData, RSAFileKeyManager). config.sh writes the same.
/// </summary>
public static class AgentFiles
{
    public const string Settings = ".agent";
    public const string Credentials = ".credentials";
    public const string Key = ".credentials_rsaparams";

    public static IReadOnlyDictionary<string, string> For(AgentPool pool, RegisteredAgent agent, AgentKey key)
    {
        var rsa = key.Parameters;
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Settings] = JsonSerializer.Serialize(
                new AgentSettingsFile(agent.Id, agent.Name.Value, pool.Id, pool.Name, agent.ServerUrl.AbsoluteUri, "_work"), AgentFilesJson.Default.AgentSettingsFile),
            [Credentials] = JsonSerializer.Serialize(
                new CredentialsFile("OAuth", new CredentialsData(agent.ClientId.ToString("D"), agent.AuthorizationUrl.OriginalString)), AgentFilesJson.Default.CredentialsFile),
            [Key] = JsonSerializer.Serialize(
                new KeyFile(rsa.D!, rsa.DP!, rsa.DQ!, rsa.Exponent!, rsa.InverseQ!, rsa.Modulus!, rsa.P!, rsa.Q!), AgentFilesJson.Default.KeyFile),
        };
    }
}

internal sealed record AgentSettingsFile(int AgentId, string AgentName, int PoolId, string PoolName, string ServerUrl, string WorkFolder);

internal sealed record CredentialsFile(string Scheme, CredentialsData Data);

internal sealed record CredentialsData(string ClientId, string AuthorizationUrl);

// The reader is case-sensitive: exactly these names.
internal sealed record KeyFile(
    [property: JsonPropertyName("d")] byte[] D,
    [property: JsonPropertyName("dp")] byte[] DP,
    [property: JsonPropertyName("dq")] byte[] DQ,
    [property: JsonPropertyName("exponent")] byte[] Exponent,
    [property: JsonPropertyName("inverseQ")] byte[] InverseQ,
    [property: JsonPropertyName("modulus")] byte[] Modulus,
    [property: JsonPropertyName("p")] byte[] P,
    [property: JsonPropertyName("q")] byte[] Q);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AgentSettingsFile))]
[JsonSerializable(typeof(CredentialsFile))]
[JsonSerializable(typeof(KeyFile))]
internal sealed partial class AgentFilesJson : JsonSerializerContext;
