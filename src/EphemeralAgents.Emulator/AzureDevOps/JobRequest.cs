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

    internal void Complete(JobOutcome outcome) => _completion.TrySetResult(outcome);
}
