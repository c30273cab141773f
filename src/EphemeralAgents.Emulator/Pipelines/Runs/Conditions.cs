using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Expressions;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>Evaluates <c>condition:</c>. Without one, <c>succeeded()</c> holds.</summary>
internal static class Conditions
{
    private const string Default = "succeeded()";

    /// <summary>A step's condition knows the job's status and its variables.</summary>
    public static bool OfStep(string? condition, JobResult status, Variables variables)
    {
        var scope = new ExpressionScope();
        scope.Values["variables"] = variables.All.ToDictionary(v => v.Key, object? (v) => v.Value.Value, StringComparer.OrdinalIgnoreCase);
        scope.Functions["always"] = _ => true;
        scope.Functions["canceled"] = _ => status == JobResult.Canceled;
        scope.Functions["failed"] = _ => status == JobResult.Failed;
        scope.Functions["succeeded"] = _ => status is JobResult.Succeeded or JobResult.SucceededWithIssues;
        scope.Functions["succeededOrFailed"] = _ => status != JobResult.Canceled;
        return Holds(condition, scope);
    }

    public static bool Holds(string? condition, ExpressionScope scope) =>
        Expression.Parse(string.IsNullOrWhiteSpace(condition) ? Default : condition.Trim()).IsTrue(scope);
}
