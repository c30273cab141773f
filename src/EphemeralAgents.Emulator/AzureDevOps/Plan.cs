using System.Collections.Concurrent;

namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>Lines that a job's worker has just sent; <paramref name="RecordId"/> is the step's record, or the job's.</summary>
public sealed record FeedLines(Guid RecordId, IReadOnlyList<string> Lines);

/// <summary>A node of the timeline: the job, or one of its steps. Null means: not said yet.</summary>
public sealed record TimelineRecord(Guid Id)
{
    public Guid? ParentId { get; init; }
    public string? Type { get; init; }
    public string? Name { get; init; }
    public string? State { get; init; }
    public JobResult? Result { get; init; }
    public string? WorkerName { get; init; }
    public int? LogId { get; init; }

    /// <summary>As the run's page shows them: <c>##[error]text</c>, <c>##[warning]text</c>.</summary>
    public IReadOnlyList<string> Issues { get; init; } = [];
}

/// <summary>The orchestration plan of one run: what its workers report to. The orchestrator follows it through the two callbacks.</summary>
public sealed class Plan(Guid id, Guid timelineId, int buildId)
{
    public Guid Id { get; } = id;
    public Guid TimelineId { get; } = timelineId;
    public int BuildId { get; } = buildId;

    /// <summary>Called when a worker has sent log lines, on a request's thread, in order.</summary>
    public Action<FeedLines> Fed { get; init; } = _ => { };

    /// <summary>Called when a worker has changed a record, on a request's thread, in order.</summary>
    public Action<TimelineRecord> Changed { get; init; } = _ => { };

    /// <summary>What its workers have reported so far.</summary>
    public Timeline Timeline { get; } = new();

    /// <summary>Texts that its workers have uploaded: logs, and attachments such as summaries.</summary>
    public Uploads Uploads { get; } = new();

    /// <summary>The jobs of the run that were queued to pools: their tokens may report here.</summary>
    internal ConcurrentBag<Guid> Jobs { get; } = [];

    /// <summary>Keeps reports in order, and apart from <see cref="Organization.Gate"/>: callbacks may call the organization.</summary>
    internal Lock Order { get; } = new();
}
