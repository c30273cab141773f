using System.Text.Json;

namespace EphemeralAgents.AzurePipelines.Pools.Wire;

internal sealed record Collection<T>(IReadOnlyList<T> Value);

/// <summary>A project's view of a pool.</summary>
internal sealed record QueueRecord(int Id, string? Name, PoolRecord? Pool);

/// <param name="Options">Flags: names as text, or a number.</param>
/// <param name="AgentCloudId">The service or a Managed DevOps Pool provides the agents; only the pool's own resource tells.</param>
internal sealed record PoolRecord(int Id, string Name, bool IsHosted, JsonElement Options, int? AgentCloudId)
{
    private const int ElasticPool = 1;

    public Agents.AgentPool ToPool(bool? hasQueue) => new(Id, Name, IsHosted, AgentCloudId is not null || IsScaleSet, hasQueue);

    private bool IsScaleSet => Options.ValueKind switch
    {
        JsonValueKind.String => Options.GetString()!.Contains("elasticPool", StringComparison.OrdinalIgnoreCase),
        JsonValueKind.Number => (Options.GetInt32() & ElasticPool) != 0,
        _ => false,
    };
}

internal sealed record PackageRecord(PackageVersion? Version);

internal sealed record PackageVersion(int Major, int Minor, int Patch);

internal sealed record ConnectionData(AuthenticatedUser? AuthenticatedUser);

internal sealed record AuthenticatedUser(string? ProviderDisplayName, string? CustomDisplayName)
{
    public string? Name => string.IsNullOrEmpty(CustomDisplayName) ? ProviderDisplayName : CustomDisplayName;
}
