namespace EphemeralAgents.StandInAgent.Jobs;

internal enum TaskResult
{
    Succeeded,
    SucceededWithIssues,
    Failed,
    Canceled,
    Skipped,
    Abandoned,
}

/// <summary>How a result travels in the worker's exit code: 100 and the result (azure-pipelines-agent, TaskResultUtil).</summary>
internal static class TaskResults
{
    private const int Offset = 100;

    public static int ToExitCode(TaskResult result) => Offset + (int)result;

    /// <summary>Any other code is a worker that crashed: its job has failed.</summary>
    public static TaskResult FromExitCode(int code) => Enum.IsDefined((TaskResult)(code - Offset)) ? (TaskResult)(code - Offset) : TaskResult.Failed;

    /// <summary>The worse of the two, as a job is judged by its steps.</summary>
    public static TaskResult Worse(TaskResult a, TaskResult b) => Rank(a) >= Rank(b) ? a : b;

    private static int Rank(TaskResult result) => result switch
    {
        TaskResult.SucceededWithIssues => 1,
        TaskResult.Failed or TaskResult.Abandoned => 2,
        TaskResult.Canceled => 3,
        _ => 0,
    };
}
