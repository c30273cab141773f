using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>Queues a job to a pool and follows what its agent reports.</summary>
internal sealed class PoolJobExecution(RunContext run, JobAssignment job)
{
    private static readonly TimeSpan Unresponsive = TimeSpan.FromMinutes(1);
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<JobStep> _steps = [];

    public Guid Id => job.Run.Id;

    /// <exception cref="NoMatchingAgentException">The pool rejects the job.</exception>
    public async Task<JobOutcome> RunAsync(CancellationToken ct)
    {
        _steps = [.. job.Steps.Where(s => s.Task != StepReader.Checkout).Select(ToJobStep)];
        run.Plan.Follow(this);
        job.Run.State = JobState.Waiting;
        var request = run.Cloud.AzureDevOps.Queue(Pools.Find(run.Cloud, job.Pool.Name)!.Value, ToPoolJob());
        run.Printer.JobWaiting(job.Run, job.Demands);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var limit = LimitAsync(stop.Token);
        await Task.WhenAny(request.Completion, limit);
        if (!request.Completion.IsCompleted) await CancelAsync(request);
        await stop.CancelAsync();
        return request.Completion.IsCompleted ? await request.Completion : new JobOutcome(JobResult.Canceled, request.Agent, new Dictionary<string, JobVariable>(StringComparer.Ordinal), []);
    }

    public bool Owns(Guid record) => record == job.Run.Id || _steps.Any(s => s.Id == record);

    public void Fed(FeedLines lines)
    {
        Taken(null);
        foreach (var line in lines.Lines) run.Write(job.Run, line);
    }

    public void Changed(TimelineRecord record)
    {
        if (record.WorkerName is { Length: > 0 } || string.Equals(record.State, "inProgress", StringComparison.OrdinalIgnoreCase)) Taken(record.WorkerName);
        if (record.Id != job.Run.Id && (record.Name ?? _steps.FirstOrDefault(s => s.Id == record.Id)?.DisplayName) is { } name) job.Run.SetStep(record.Id, new StepRun(name, record.Result));
        foreach (var issue in record.Issues.Except(job.Run.Issues, StringComparer.Ordinal)) job.Run.AddIssue(issue);
    }

    private void Taken(string? agent)
    {
        job.Run.Agent ??= agent;
        if (!_taken.TrySetResult()) return;
        job.Run.State = JobState.Running;
        run.Printer.JobStarted(job.Run);
    }

    // Ends when the run is cancelled, or when the job has run for too long: its time begins with an agent.
    private async Task LimitAsync(CancellationToken ct)
    {
        try
        {
            await _taken.Task.WaitAsync(ct);
            await Task.Delay(job.Timeout > TimeSpan.Zero ? job.Timeout : Timeout.InfiniteTimeSpan, run.Clock, ct);
            job.Run.AddIssue($"The job running on agent {job.Run.Agent} ran longer than the maximum time of {job.Timeout.TotalMinutes:0.##} minutes. For more information, see https://go.microsoft.com/fwlink/?linkid=2077134");
        }
        catch (OperationCanceledException)
        {
            // Cancelled, or the job is over.
        }
    }

    private async Task CancelAsync(JobRequest request)
    {
        run.Cloud.AzureDevOps.Cancel(request);
        using var enough = new CancellationTokenSource(job.CancelTimeout + Unresponsive, run.Clock);
        await Task.WhenAny(request.Completion, Task.Delay(Timeout.InfiniteTimeSpan, run.Clock, enough.Token));
    }

    private PoolJob ToPoolJob()
    {
        var named = job.Steps.SelectMany(s => run.Task(s) is { } task ? task.Inputs.Where(i => i.IsConnection).Select(i => run.Inputs(s, task, t => t)[i.Name]) : []);
        var connections = named.Select(run.Connection).OfType<ServiceConnection>().DistinctBy(c => c.Id).ToList();
        return new PoolJob(
            run.Plan.Plan, job.Run.Id, job.Variables["System.JobName"].Value, job.Run.DisplayName, job.Demands, _steps, job.Variables, connections, job.Timeout);
    }

    private JobStep ToJobStep(StepDefinition step)
    {
        var task = run.Task(step);
        var inputs = task is null ? step.Inputs : run.Inputs(step, task, text => text);
        return new JobStep(
            Guid.NewGuid(), step.Name, step.DisplayName, task?.Reference ?? InBoxTasks.All[step.Task], inputs, step.Environment,
            step.Condition ?? "succeeded()", step.ContinueOnError, step.Enabled, step.Timeout);
    }
}
