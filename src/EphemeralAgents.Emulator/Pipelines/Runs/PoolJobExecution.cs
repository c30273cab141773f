using System.Text;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>Queues a job to a pool and follows what its agent reports.</summary>
internal sealed class PoolJobExecution(RunContext run, JobAssignment job)
{
    private static readonly TimeSpan Unresponsive = TimeSpan.FromMinutes(1);
    private int _taken;
    private IReadOnlyList<JobStep> _steps = [];

    public Guid Id => job.Run.Id;

    /// <exception cref="NoMatchingAgentException">The pool rejects the job.</exception>
    public async Task<JobOutcome> RunAsync(CancellationToken ct)
    {
        _steps = [.. job.Steps.Where(s => s.Task != StepReader.Checkout).Select(ToJobStep)];
        run.Plan.Follow(this);
        job.Run.State = JobState.Waiting;
        var request = run.Cloud.AzureDevOps.Queue(Pools.Find(run.Cloud.AzureDevOps, job.Pool.Name)!.Id, ToPoolJob());
        run.Printer.JobWaiting(job.Run, job.Demands);
        await using (ct.Register(() => run.Cloud.AzureDevOps.Cancel(request)))
        {
            await Task.WhenAny(request.Completion, GiveUpAsync(ct));
        }

        foreach (var upload in run.Plan.Plan.Uploads.Attachments.Where(a => run.Plan.Find(a.RecordId) == this)) Keep(upload);
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
        job.Run.AddIssues(record.Issues);
    }

    private void Taken(string? agent)
    {
        job.Run.Agent ??= agent;
        if (Interlocked.Exchange(ref _taken, 1) == 1) return;
        job.Run.State = JobState.Running;
        run.Printer.JobStarted(job.Run);
    }

    // An agent that does not answer a cancellation is waited for as long as it may take, and a little longer.
    private async Task GiveUpAsync(CancellationToken ct)
    {
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var asked = ct.Register(canceled.SetResult);
        await canceled.Task;
        await Task.Delay(job.CancelTimeout + Unresponsive, run.Clock, CancellationToken.None);
    }

    private void Keep(Attachment upload)
    {
        var text = Encoding.UTF8.GetString(upload.Content);
        if (string.Equals(upload.Type, "Distributedtask.Core.Summary", StringComparison.OrdinalIgnoreCase)) job.Run.AddSummary(text);
        else job.Run.AddAttachment(new AttachedText(upload.Type, upload.Name, text));
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
