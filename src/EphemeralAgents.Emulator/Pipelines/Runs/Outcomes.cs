using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>What the parts' results make of the whole.</summary>
internal static class Outcomes
{
    public static JobResult Of(IEnumerable<JobResult?> parts)
    {
        var all = parts.OfType<JobResult>().ToList();
        if (all.Contains(JobResult.Failed) || all.Contains(JobResult.Abandoned)) return JobResult.Failed;
        if (all.Contains(JobResult.Canceled)) return JobResult.Canceled;
        if (all.Contains(JobResult.SucceededWithIssues)) return JobResult.SucceededWithIssues;
        return all.Count > 0 && all.TrueForAll(r => r == JobResult.Skipped) ? JobResult.Skipped : JobResult.Succeeded;
    }

    public static bool HasSucceeded(JobResult? result) => result is JobResult.Succeeded or JobResult.SucceededWithIssues;
}
