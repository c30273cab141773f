using EphemeralAgents.StandInAgent.Configuration;
using EphemeralAgents.StandInAgent.Connection;
using EphemeralAgents.StandInAgent.Reporting;
using EphemeralAgents.StandInAgent.Steps;

namespace EphemeralAgents.StandInAgent.Jobs;

/// <summary>Runs the steps of one job, in order, and reports on them.</summary>
internal sealed class JobRun(
    JobMessage job, JobFolders folders, AgentSettings settings, ServerConnection server, PlanConnection plan, JobReport report, Secrets secrets, DiagnosticLog log, TimeProvider clock)
{
    private readonly TimelineRecord _record = new() { Id = job.JobId, Type = "Job", Name = job.JobDisplayName, RefName = job.JobName, WorkerName = settings.AgentName };

    public async Task<TaskResult> RunAsync(CancellationToken cancelled)
    {
        Start(_record);
        TaskResult result;
        try
        {
            result = await RunStepsAsync(cancelled);
        }
        catch (Exception failure)
        {
            // Whatever went wrong in the agent itself: the run must hear of the job's end.
            log.Write(failure.ToString());
            report.AddIssue(_record, new Issue("error", failure.Message));
            result = TaskResult.Failed;
        }
        await report.CompleteAsync(_record, result);
        return result;
    }

    private async Task<TaskResult> RunStepsAsync(CancellationToken cancelled)
    {
        var initialize = NewStepRecord(Guid.NewGuid(), "Initialize job", null, 1);
        Start(initialize);
        var state = InitializeState(initialize);
        var steps = job.Steps.Where(step => step.Enabled).Select((step, index) => (Step: step, Record: StepRecord(state, step, index + 2))).ToArray();
        foreach (var (_, record) in steps) report.Update(record, _ => { });
        await report.CompleteAsync(initialize, TaskResult.Succeeded);

        foreach (var (step, record) in steps)
        {
            log.Write($"Step {record.Name} starts; the job's status is {state.Status}.");
            await new StepRun(state, step, record).RunAsync(cancelled);
        }
        if (cancelled.IsCancellationRequested) state.Conclude(TaskResult.Canceled);

        await FinalizeAsync(state, steps.Length + 2);
        return state.Status;
    }

    private JobState InitializeState(TimelineRecord record)
    {
        report.Write(record, $"##[section]Starting: Initialize job");
        report.Write(record, $"Agent name: '{settings.AgentName}'");
        report.Write(record, $"Agent machine name: '{Environment.MachineName}'");
        report.Write(record, $"Current agent version: '{AgentPackage.Version}' (stand-in)");
        folders.Create();
        var variables = new JobVariables(job.Variables);
        AgentVariables.AddTo(variables, job, folders, settings);
        report.Write(record, $"##[section]Finishing: Initialize job");
        return new JobState(job, variables, folders, secrets, report, plan, server, clock);
    }

    private async Task FinalizeAsync(JobState state, int order)
    {
        var record = NewStepRecord(Guid.NewGuid(), "Finalize Job", null, order);
        Start(record);
        report.Write(record, "##[section]Starting: Finalize Job");
        report.Write(record, "Cleaning up task key");
        report.Write(record, "Start cleaning up orphan processes.");
        foreach (var orphan in Orphans.Kill(state.ProcessMark)) report.Write(record, $"Terminate orphan process: pid ({orphan})");
        report.Write(record, "##[section]Finishing: Finalize Job");
        await report.CompleteAsync(record, TaskResult.Succeeded);
    }

    private TimelineRecord StepRecord(JobState state, JobStep step, int order)
    {
        var name = string.IsNullOrEmpty(step.DisplayName) ? step.Reference.Name : step.DisplayName;
        return NewStepRecord(step.Id, secrets.Hide(state.Variables.Expand(name)), step.Name, order);
    }

    private TimelineRecord NewStepRecord(Guid id, string name, string? refName, int order) =>
        new() { Id = id, ParentId = job.JobId, Type = "Task", Name = name, RefName = refName, Order = order, WorkerName = settings.AgentName };

    private void Start(TimelineRecord record) => report.Update(record, started =>
    {
        started.State = "inProgress";
        started.StartTime = clock.GetUtcNow().UtcDateTime;
    });
}
