namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>A project's view of a pool, and which of its pipelines may use it.</summary>
public sealed record ProjectQueue(int Id, int PoolId)
{
    public bool OpenToAllPipelines { get; set; }

    /// <summary>Pipelines that were permitted one by one.</summary>
    public ISet<int> Pipelines { get; } = new HashSet<int>();

    public bool MayBeUsedBy(int pipelineId) => OpenToAllPipelines || Pipelines.Contains(pipelineId);
}
