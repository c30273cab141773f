using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>The pools that the project's pipelines may name.</summary>
internal static class Pools
{
    /// <summary>Null where the project has no queue for a pool of that name.</summary>
    public static Pool? Find(Organization organization, string name) => organization.Pools.Values
        .FirstOrDefault(pool => string.Equals(pool.Name, name, StringComparison.OrdinalIgnoreCase) && organization.Queues.Any(queue => queue.PoolId == pool.Id));

    /// <summary>Whether the pipeline may use the pool without somebody's permission first.</summary>
    public static bool MayUse(Organization organization, Pool pool) =>
        organization.Queues.Any(queue => queue.PoolId == pool.Id && queue.MayBeUsedBy(Organization.PipelineId));
}
