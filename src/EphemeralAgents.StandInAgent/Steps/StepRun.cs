using EphemeralAgents.StandInAgent.Conditions;
using EphemeralAgents.StandInAgent.Connection;
using EphemeralAgents.StandInAgent.Jobs;
using EphemeralAgents.StandInAgent.Reporting;

namespace EphemeralAgents.StandInAgent.Steps;

/// <summary>One step from its condition to its result.</summary>
internal sealed class StepRun(JobState job, JobStep step, TimelineRecord record)
{
    private static readonly Guid Checkout = new("6d15af64-176c-496d-b583-fd2ae21d4df4");

    public async Task RunAsync(CancellationToken jobCancelled)
    {
        if (jobCancelled.IsCancellationRequested) job.Conclude(TaskResult.Canceled);
        if (!await IsDueAsync()) return;

        job.Report.Update(record, started =>
        {
            started.State = "inProgress";
            started.StartTime = job.Clock.GetUtcNow().UtcDateTime;
        });
        job.Report.Write(record, $"##[section]Starting: {record.Name}");
        var result = await ExecuteAsync(jobCancelled);
        if (result == TaskResult.Failed && step.ContinueOnError) result = TaskResult.SucceededWithIssues;
        job.Report.Write(record, $"##[section]Finishing: {record.Name}");
        await job.Report.CompleteAsync(record, result);
        job.Conclude(result);
    }

    private async Task<bool> IsDueAsync()
    {
        try
        {
            if (Condition.IsMet(step.Condition, job.Status, job.Variables)) return true;
            await job.Report.CompleteAsync(record, TaskResult.Skipped);
        }
        catch (InvalidDataException failure)
        {
            job.Report.AddIssue(record, new Issue("error", failure.Message));
            await job.Report.CompleteAsync(record, TaskResult.Failed);
            job.Conclude(TaskResult.Failed);
        }
        return false;
    }

    private async Task<TaskResult> ExecuteAsync(CancellationToken jobCancelled)
    {
        using var cancelled = new CancellationTokenSource();
        using var limit = step.TimeoutInMinutes > 0 ? new CancellationTokenSource(TimeSpan.FromMinutes(step.TimeoutInMinutes), job.Clock) : new CancellationTokenSource();
        using var onLimit = limit.Token.Register(cancelled.Cancel);
        // A step that is due even in a cancelled job is not cancelled with it.
        using var onJob = jobCancelled.Register(() =>
        {
            if (!Condition.IsMet(step.Condition, TaskResult.Canceled, job.Variables)) cancelled.Cancel();
        });
        var output = new StepOutput(job, record);
        try
        {
            await RunAsync(output, cancelled.Token);
            foreach (var (type, name, path) in output.Attachments)
                await job.Plan.AttachAsync(record.Id, type, name, await File.ReadAllBytesAsync(path, CancellationToken.None));
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            // Cancelled before its process was started.
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or ServerException or HttpRequestException or TimeoutException)
        {
            output.Fail(failure.Message);
        }
        if (limit.IsCancellationRequested)
        {
            output.Fail("The task has timed out.");
            return TaskResult.Failed;
        }
        if (!cancelled.IsCancellationRequested) return output.Result ?? TaskResult.Succeeded;
        job.Report.Write(record, "##[error]The operation was canceled.");
        return TaskResult.Canceled;
    }

    private async Task RunAsync(StepOutput output, CancellationToken ct)
    {
        if (step.Reference.Id == Checkout)
        {
            output.Write("The stand-in agent checks nothing out.");
            return;
        }
        var inputs = step.Inputs.ToDictionary(input => input.Key, input => job.Variables.Expand(input.Value ?? "").Trim(), StringComparer.OrdinalIgnoreCase);
        if (ScriptStep.Handles(step.Reference)) await ScriptStep.RunAsync(job, step, inputs, output, ct);
        else await TaskStep.RunAsync(job, step, inputs, output, ct);
    }
}
