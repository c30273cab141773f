using System.Globalization;
using EphemeralAgents.Agents;
using EphemeralAgents.AzurePipelines.Pools.Wire;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.AzurePipelines.Pools;

/// <summary>Finds a pool: through the project's queue where there is one, which is the name that pipelines use.</summary>
internal sealed class PoolLookup(OrganizationClient client, string? project)
{
    public async Task<AgentPool?> FindAsync(string nameOrId, CancellationToken ct)
    {
        int? id = int.TryParse(nameOrId, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (project is not null)
        {
            var queues = await QueuesAsync(id is null ? $"queueNames={Uri.EscapeDataString(nameOrId)}" : $"poolIds={id}", ct);
            if (queues.FirstOrDefault(queue => id is not null || Same(queue.Name, nameOrId))?.Pool is { } queued)
                return (await ByIdAsync(queued.Id, ct) ?? queued).ToPool(hasQueue: true); // only the pool itself tells whether a cloud owns its agents
        }

        var pool = id is null ? await ByNameAsync(nameOrId, ct) : await ByIdAsync(id.Value, ct);
        if (pool is null) return null;

        // A queue may have another name than its pool; by id it was just looked for.
        bool? hasQueue = project is null ? null : id is null && (await QueuesAsync($"poolIds={pool.Id}", ct)).Count > 0;
        return pool.ToPool(hasQueue);
    }

    private async Task<IReadOnlyList<QueueRecord>> QueuesAsync(string filter, CancellationToken ct) =>
        (await client.GetAsync($"{Uri.EscapeDataString(project!)}/_apis/distributedtask/queues?{filter}&actionFilter=use&api-version=7.1", PipelinesJson.Default.Queues, ct)).Value;

    private async Task<PoolRecord?> ByNameAsync(string name, CancellationToken ct)
    {
        var pools = await client.GetAsync($"_apis/distributedtask/pools?poolName={Uri.EscapeDataString(name)}&api-version=7.1", PipelinesJson.Default.Pools, ct);
        return pools.Value.FirstOrDefault(pool => Same(pool.Name, name));
    }

    // One that is not visible is missing from the list; asked for by itself it would be a 404 or a 403.
    private async Task<PoolRecord?> ByIdAsync(int id, CancellationToken ct) =>
        (await client.GetAsync($"_apis/distributedtask/pools?poolIds={id}&api-version=7.1", PipelinesJson.Default.Pools, ct)).Value.FirstOrDefault(pool => pool.Id == id);

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
