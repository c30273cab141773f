using System.Text.Json;
using System.Text.Json.Serialization;

namespace EphemeralAgents.Agents;

/// <summary>
/// Everything that a container is handed, in one secure environment variable. Only the supervisor reads it; the agent gets the
/// files, the job gets nothing. Documented for image authors in docs/container-contract.md.
/// </summary>
public sealed record AgentBundle
{
    /// <summary>The secure environment variable that holds <see cref="Encode"/>'s text.</summary>
    public const string Variable = "EPHEMERAL_AGENT_BUNDLE";

    /// <summary>The format that this code writes and reads.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required Uri OrganizationUrl { get; init; }

    public required int PoolId { get; init; }

    public required string PoolName { get; init; }

    public required int AgentId { get; init; }

    public required string AgentName { get; init; }

    /// <summary>File name to text: <see cref="AgentFiles"/>. Secret.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>After this moment the agent is never started: a container that the platform restarts later must not take a second job.</summary>
    public required DateTimeOffset StartBefore { get; init; }

    /// <summary>How long the agent may be online without a job.</summary>
    public required TimeSpan ClaimTimeout { get; init; }

    /// <summary>How long the agent may exist at all, its job included.</summary>
    public required TimeSpan MaxLifetime { get; init; }

    /// <summary>Leave the container group in place when the agent or its job failed, for a person to look at.</summary>
    public bool KeepOnFailure { get; init; }

    public required Cleanup Cleanup { get; init; }

    /// <exception cref="FormatException">The text is no bundle, or one of a version that this supervisor does not know.</exception>
    public static AgentBundle Decode(string text)
    {
        var bundle = Read(text)
            ?? throw new FormatException($"{Variable} is no agent bundle. Provision the agent with the same release as the supervisor in its image.");
        return bundle.Version == CurrentVersion ? bundle
            : throw new FormatException($"The agent bundle has format {bundle.Version}, this supervisor reads {CurrentVersion}: use an image and a task of the same major release.");
    }

    /// <summary>Base64 of UTF-8 JSON. Secret.</summary>
    public string Encode() => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(this, AgentBundleJson.Default.AgentBundle));

    // A record's own text would print every member.
    public override string ToString() => $"{AgentName} in {PoolName}";

    private static AgentBundle? Read(string text)
    {
        var json = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, json, out var length)) return null;
        try
        {
            return JsonSerializer.Deserialize(json.AsSpan(0, length), AgentBundleJson.Default.AgentBundle);
        }
        catch (JsonException)
        {
            return null; // its message could quote the text, which is secret
        }
    }
}

/// <summary>What the container cleans up with. Null members are means that it does not have.</summary>
public sealed record Cleanup
{
    /// <summary>The container's own resource id, to be deleted last; null leaves that to others.</summary>
    public string? ContainerGroupId { get; init; }

    /// <summary>Resource Manager's address, <c>https://management.azure.com/</c> in the public cloud.</summary>
    public Uri? ResourceManager { get; init; }

    /// <summary>The resource that Resource Manager's tokens are asked for.</summary>
    public string? ResourceManagerAudience { get; init; }

    /// <summary>The client id of the managed identity that may delete the container group.</summary>
    public string? IdentityClientId { get; init; }

    /// <summary>A sealed access token that may delete the container group. Secret.</summary>
    public string? ResourceManagerToken { get; init; }

    /// <summary>A sealed token that may unregister the agent. Secret.</summary>
    public string? AzureDevOpsToken { get; init; }

    public override string ToString() => ContainerGroupId ?? "";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentBundle))]
internal sealed partial class AgentBundleJson : JsonSerializerContext;
