using System.Text.Json.Serialization;

namespace EphemeralAgents.AzurePipelines.TaskEnvironment;

/// <summary>A service connection as the agent hands it to a task. Its parameters are secret; its data are not.</summary>
public sealed class ServiceConnection(string id, Uri url, string scheme, Func<string, string?> parameter, Func<string, string?> data)
{
    public string Id { get; } = id;

    public Uri Url { get; } = url;

    /// <summary>How it signs in: <c>ServicePrincipal</c>, <c>WorkloadIdentityFederation</c>, <c>ManagedServiceIdentity</c> and others.</summary>
    public string Scheme { get; } = scheme;

    /// <summary>A value that it signs in with, by its name in any case; null when it is absent or empty.</summary>
    public string? Parameter(string name) => parameter(name);

    /// <summary>A value that describes what it leads to, by its name in any case; null when it is absent or empty.</summary>
    public string? Data(string name) => data(name);

    public override string ToString() => $"{Scheme} {Id}";
}

// {"parameters":{"serviceprincipalid":"…","authenticationType":"spnKey",…},"scheme":"ServicePrincipal"}
internal sealed record EndpointAuthorization(string? Scheme, IReadOnlyDictionary<string, string>? Parameters);

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(EndpointAuthorization))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class EndpointJson : JsonSerializerContext;
