namespace EphemeralAgents.Emulator.AzureDevOps;

public enum JobResult
{
    Succeeded,
    SucceededWithIssues,
    Failed,
    Canceled,
    Skipped,
    Abandoned,
}

public sealed record JobVariable(string Value, bool IsSecret = false, bool IsReadOnly = false);

/// <summary>
/// One step of a job as its message carries it. <paramref name="Task"/> is a task reference such as
/// <c>(id of CmdLine, "CmdLine", "2.0.0")</c>; a script is the CmdLine, Bash or PowerShell task with an input <c>script</c>.
/// </summary>
public sealed record JobStep(
    Guid Id, string Name, string DisplayName, TaskReference Task, IReadOnlyDictionary<string, string> Inputs,
    IReadOnlyDictionary<string, string> Environment, string Condition, bool ContinueOnError, bool Enabled, TimeSpan Timeout);

public sealed record TaskReference(Guid Id, string Name, string Version);

/// <summary>A service connection as the project knows it. <paramref name="Id"/> is what a task's input holds at run time.</summary>
public sealed record ServiceConnection(
    Guid Id, string Name, string Type, Uri Url, string Scheme, IReadOnlyDictionary<string, string> Parameters, IReadOnlyDictionary<string, string> Data);

/// <summary>A job as the orchestrator hands it to a pool. <paramref name="Demands"/> are in their YAML form, macros expanded.</summary>
public sealed record PoolJob(
    Plan Plan, Guid Id, string Name, string DisplayName, IReadOnlyList<string> Demands, IReadOnlyList<JobStep> Steps,
    IReadOnlyDictionary<string, JobVariable> Variables, IReadOnlyList<ServiceConnection> Connections, TimeSpan Timeout);

/// <summary>How a job ended. <paramref name="Outputs"/> are named <c>step.variable</c>.</summary>
public sealed record JobOutcome(JobResult Result, string? Agent, IReadOnlyDictionary<string, JobVariable> Outputs, IReadOnlyList<string> Issues);

/// <summary>The pool has no registered agent, online or not, that has every capability which the job demands: the service rejects such a job at once.</summary>
public sealed class NoMatchingAgentException(string pool, IEnumerable<string> demands)
    : Exception($"No agent found in pool {pool} which satisfies the following demands: {string.Join(", ", demands)}.");
