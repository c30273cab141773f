using EphemeralAgents.StandInAgent.Connection;
using EphemeralAgents.StandInAgent.Reporting;

namespace EphemeralAgents.StandInAgent.Jobs;

/// <summary>What the steps of a job share.</summary>
internal sealed record JobState(
    JobMessage Job, JobVariables Variables, JobFolders Folders, Secrets Secrets, JobReport Report, PlanConnection Plan, ServerConnection Server, TimeProvider Clock)
{
    /// <summary>Marks every process of the job.</summary>
    public string ProcessMark { get; } = $"vsts_{Guid.NewGuid()}";

    /// <summary>Folders that steps have put in front of the search path, the last one first.</summary>
    public List<string> PrependedPaths { get; } = [];

    public bool IsDebug => string.Equals(Variables["system.debug"], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>How the job stands; steps' conditions ask for it.</summary>
    public TaskResult Status { get; private set; } = TaskResult.Succeeded;

    public void Conclude(TaskResult result)
    {
        Status = TaskResults.Worse(Status, result);
        Variables.Set("Agent.JobStatus", Status.ToString());
    }
}
