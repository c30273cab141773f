namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>Events of a plan. <c>JobCompleted</c> ends a job; the events of agentless tasks are taken note of.</summary>
internal static class PlanEventEndpoint
{
    public static Task<IResult> RaiseAsync(Call call)
    {
        var plan = call.Plan();
        var raised = call.Body<EventBody>();
        if (raised.Name == "JobCompleted") Complete(call, plan, raised);
        return Task.FromResult(Results.NoContent());
    }

    private static void Complete(Call call, Plan plan, EventBody raised)
    {
        if (raised.JobId != call.Token.JobId) throw new RefusedException(403, "TaskOrchestrationPlanSecurityException", $"Access denied. {call.Caller.Name} does not have permission to complete the job {raised.JobId}.");
        var outputs = plan.Timeline.OutputsOf(raised.JobId);
        foreach (var (name, value) in raised.Outputs ?? []) outputs[name] = new JobVariable(value.Value ?? "", value.IsSecret);
        var report = new JobReport(outputs, plan.Timeline.IssuesOf(raised.JobId), raised.AgentShuttingDown);
        lock (call.Organization.Gate)
        {
            var (queue, request) = call.Organization.RunningJob(raised.JobId);
            queue.End(request, raised.Result ?? JobResult.Failed, report);
        }
    }

    private sealed record EventBody(string? Name, Guid JobId, JobResult? Result, bool AgentShuttingDown, Dictionary<string, OutputBody>? Outputs);

    private sealed record OutputBody(string? Value, bool IsSecret);
}
