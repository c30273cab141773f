using System.Text.Json;
using EphemeralAgents.Agents;

namespace EphemeralAgents.AzurePipelines.Pools.Wire;

/// <summary>An agent as the service shows it, with what the flags of the query asked for.</summary>
internal sealed record AgentRecord(
    int Id, string Name, string? Version, string? Status,
    IReadOnlyDictionary<string, string>? SystemCapabilities, IReadOnlyDictionary<string, string>? UserCapabilities, JsonElement? AssignedRequest, JsonElement? LastCompletedRequest)
{
    public Agent ToAgent() => new(Id, new AgentName(Name))
    {
        IsOnline = string.Equals(Status, "online", StringComparison.OrdinalIgnoreCase),
        Version = Version,
        IsRunningJob = AssignedRequest is { ValueKind: JsonValueKind.Object },
        HasRunJob = LastCompletedRequest is { ValueKind: JsonValueKind.Object },
        Capabilities = Together(SystemCapabilities, UserCapabilities),
    };

    private static Dictionary<string, string> Together(params IEnumerable<IReadOnlyDictionary<string, string>?> weakestFirst)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in weakestFirst.OfType<IReadOnlyDictionary<string, string>>().SelectMany(some => some)) all[name] = value;
        return all;
    }
}

/// <summary>An agent as we add it: what config.sh sends, less what it learns from the machine.</summary>
internal sealed record NewAgent(
    string Name, string Version, string OsDescription, int MaxParallelism, string ProvisioningState,
    IReadOnlyDictionary<string, string> SystemCapabilities, NewAuthorization Authorization)
{
    public static NewAgent From(AgentRegistration registration)
    {
        var os = registration.Platform == AgentPlatform.Windows ? "Windows_NT" : "Linux";
        return new NewAgent(
            registration.Name.Value, registration.Version, os, MaxParallelism: 1, "Provisioned",
            // What jobs demand until the agent's own session replaces them.
            new Dictionary<string, string>(registration.Capabilities, StringComparer.OrdinalIgnoreCase)
            {
                ["Agent.Name"] = registration.Name.Value,
                ["Agent.Version"] = registration.Version,
                ["Agent.OS"] = os,
                ["Agent.OSArchitecture"] = "X64",
            },
            new NewAuthorization(new PublicKey(registration.PublicKey.Exponent!, registration.PublicKey.Modulus!)));
    }
}

internal sealed record NewAuthorization(PublicKey PublicKey);

/// <summary>One base64 string each; the published specification says arrays of bytes, which no client sends.</summary>
internal sealed record PublicKey(byte[] Exponent, byte[] Modulus);
