using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Hosted;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>Runs one job where its pool says: in this process, on an agent, or on the server.</summary>
internal sealed class JobExecution(RunContext run, JobAssignment assignment)
{
    public async Task<JobResult> RunAsync(CancellationToken ct)
    {
        var job = assignment.Run;
        job.StartedAt = run.Clock.GetUtcNow();
        JobOutcome outcome;
        try
        {
            outcome = ct.IsCancellationRequested ? Ended(JobResult.Canceled) : await RunInPoolAsync(ct);
        }
        catch (NoMatchingAgentException rejected)
        {
            outcome = Failed(rejected.Message);
        }
        catch (Exception broken) when (broken is IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            outcome = Failed(broken.Message);
        }

        job.FinishedAt = run.Clock.GetUtcNow();
        job.Agent = outcome.Agent ?? job.Agent;
        job.Outputs = outcome.Outputs;
        job.AddIssues(outcome.Issues);
        job.State = JobState.Completed;
        job.Result = outcome.Result;
        run.Printer.JobFinished(job);
        return outcome.Result;
    }

    private Task<JobOutcome> RunInPoolAsync(CancellationToken ct)
    {
        switch (assignment.Pool.Kind)
        {
            case PoolKind.Hosted:
                assignment.Run.State = JobState.Running;
                assignment.Run.Agent = WorkFolder.AgentName;
                run.Printer.JobStarted(assignment.Run);
                return new HostedJob(run, assignment).RunAsync(ct);
            case PoolKind.Server:
                assignment.Run.State = JobState.Running;
                run.Printer.JobStarted(assignment.Run);
                return new ServerJob(run, assignment).RunAsync(ct);
            default:
                return new PoolJobExecution(run, assignment).RunAsync(ct);
        }
    }

    private JobOutcome Failed(string message)
    {
        assignment.Run.AddIssue(message);
        run.Write(assignment.Run, $"##[error]{message}");
        return Ended(JobResult.Failed);
    }

    private static JobOutcome Ended(JobResult result) => new(result, null, new Dictionary<string, JobVariable>(StringComparer.Ordinal), []);
}
