using EphemeralAgents.StandInAgent.Jobs;

namespace EphemeralAgents.StandInAgent.Steps;

/// <summary>A step's condition.</summary>
internal static class Condition
{
    public static bool IsMet(string? condition, TaskResult status, JobVariables variables) => (condition ?? "").Trim().ToLowerInvariant() switch
    {
        "" or "succeeded()" => status is TaskResult.Succeeded or TaskResult.SucceededWithIssues,
        "failed()" => status is TaskResult.Failed,
        "canceled()" => status is TaskResult.Canceled,
        "succeededorfailed()" => status is not TaskResult.Canceled,
        "always()" or "true" => true,
        "false" => false,
        _ => throw new InvalidDataException(variables["x"]),
    };
}
