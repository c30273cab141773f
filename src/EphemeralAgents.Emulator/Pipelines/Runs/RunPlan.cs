using System.Collections.Concurrent;
using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>The plan of a run. Hands what workers report to the job that it belongs to.</summary>
internal sealed class RunPlan
{
    private readonly ConcurrentDictionary<Guid, PoolJobExecution> _jobs = new();
    private readonly ConcurrentDictionary<Guid, Guid> _parents = new();

    public RunPlan(int buildId) => Plan = new Plan(Guid.NewGuid(), Guid.NewGuid(), buildId) { Fed = Fed, Changed = Changed };

    public Plan Plan { get; }

    public void Follow(PoolJobExecution job) => _jobs[job.Id] = job;

    /// <summary>The job that a record belongs to: its own, a step's, or one that the worker has added.</summary>
    public PoolJobExecution? Find(Guid record)
    {
        while (!_jobs.ContainsKey(record) && _parents.TryGetValue(record, out var parent)) record = parent;
        return _jobs.GetValueOrDefault(record) ?? _jobs.Values.FirstOrDefault(job => job.Owns(record));
    }

    private void Fed(FeedLines lines) => Find(lines.RecordId)?.Fed(lines);

    private void Changed(TimelineRecord record)
    {
        if (record.ParentId is { } parent) _parents[record.Id] = parent;
        Find(record.Id)?.Changed(record);
    }
}
