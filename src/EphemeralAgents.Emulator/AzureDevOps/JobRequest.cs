namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>A job that waits in a pool for an agent, or runs on one.</summary>
public sealed class JobRequest(int id, PoolJob job)
{
    private readonly TaskCompletionSource<JobOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Id { get; } = id;
    public PoolJob Job { get; } = job;

    /// <summary>The name of the agent that has taken the job; null while it waits.</summary>
    public string? Agent { get; internal set; }

    /// <summary>Ends when the job has: reported by its worker, cancelled while waiting, or abandoned when its agent stopped renewing the lock.</summary>
    public Task<JobOutcome> Completion => _completion.Task;

    /// <summary>As the pool judges them: the implicit one for the agent's version included.</summary>
    public IReadOnlyList<Demand> Demands { get; } = Demand.OfJob(job.Demands);

    public DateTimeOffset QueueTime { get; internal init; }

    /// <summary>When the request was given to an agent, which may not know it yet.</summary>
    public DateTimeOffset? AssignTime { get; internal set; }

    /// <summary>When the agent has acknowledged the job.</summary>
    public DateTimeOffset? ReceiveTime { get; internal set; }

    public DateTimeOffset? FinishTime { get; internal set; }

    /// <summary>Until when the agent holds the job without renewing.</summary>
    public DateTimeOffset? LockedUntil { get; internal set; }

    public JobResult? Result { get; internal set; }

    internal Agent? Owner { get; set; }

    /// <summary>Whatever ends the job when its agent says nothing more: its lock, and its own limit.</summary>
    internal List<ITimer> Limits { get; } = [];

    internal List<string> Issues { get; } = [];

    internal void Complete(JobOutcome outcome) => _completion.TrySetResult(outcome);
}
