using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Expressions;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>What the conditions and runtime expressions of stages and jobs see.</summary>
internal static class Scopes
{
    public static ExpressionScope OfStage(DependencyGraph<StageRun> stages, StageRun stage, IReadOnlyDictionary<string, JobVariable> variables, bool canceled)
    {
        var scope = WithStatus(stages.Before(stage).Select(s => s.Result), name => stages[name].Result, canceled);
        scope.Values["variables"] = Plain(variables);
        scope.Values["dependencies"] = Map(stages.DirectlyBefore(stage), s => s.Name, s => Outcome(
            s.Result, s.Phases.SelectMany(p => p.Outputs.Select(o => KeyValuePair.Create($"{p.Name}.{o.Key}", o.Value)))));
        return scope;
    }

    /// <summary>A stage's variables may also name the jobs of the stages before it, as its condition may not.</summary>
    public static ExpressionScope OfStageVariables(DependencyGraph<StageRun> stages, StageRun stage, IReadOnlyDictionary<string, JobVariable> variables, bool canceled)
    {
        var scope = OfStage(stages, stage, variables, canceled);
        scope.Values["stageDependencies"] = StageDependencies(stages, stage);
        return scope;
    }

    public static ExpressionScope OfPhase(
        DependencyGraph<StageRun> stages, StageRun stage, DependencyGraph<PhaseRun> phases, PhaseRun phase, IReadOnlyDictionary<string, JobVariable> variables, bool canceled)
    {
        var scope = WithStatus(phases.Before(phase).Select(p => p.Result), name => phases[name].Result, canceled);
        scope.Values["variables"] = Plain(variables);
        scope.Values["dependencies"] = Map(phases.DirectlyBefore(phase), p => p.Name, p => Outcome(p.Result, p.Outputs));
        scope.Values["stageDependencies"] = StageDependencies(stages, stage);
        return scope;
    }

    private static Dictionary<string, object?> StageDependencies(DependencyGraph<StageRun> stages, StageRun stage) =>
        Map(stages.DirectlyBefore(stage), s => s.Name, s => Map(s.Phases, p => p.Name, p => Outcome(p.Result, p.Outputs)));

    private static ExpressionScope WithStatus(IEnumerable<JobResult?> before, Func<string, JobResult?> resultOf, bool canceled)
    {
        var all = before.ToList();
        var scope = new ExpressionScope();
        List<JobResult?> Asked(IReadOnlyList<object?> names) => names.Count == 0 ? all : [.. names.Select(n => resultOf(ExpressionValue.ToText(n)))];
        scope.Functions["always"] = _ => true;
        scope.Functions["canceled"] = _ => canceled;
        scope.Functions["succeeded"] = names => !canceled && Asked(names).TrueForAll(r => Outcomes.HasSucceeded(r));
        scope.Functions["failed"] = names => !canceled && Asked(names).Exists(r => r is JobResult.Failed or JobResult.Abandoned);
        scope.Functions["succeededOrFailed"] = names => !canceled && (names.Count == 0 || Asked(names).Exists(r => r is not (JobResult.Skipped or JobResult.Canceled)));
        return scope;
    }

    private static Dictionary<string, object?> Outcome(JobResult? result, IEnumerable<KeyValuePair<string, JobVariable>> outputs) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["result"] = result.ToString(),
        ["outputs"] = outputs.ToDictionary(o => o.Key, object? (o) => o.Value.Value, StringComparer.OrdinalIgnoreCase),
    };

    private static Dictionary<string, object?> Plain(IReadOnlyDictionary<string, JobVariable> variables) =>
        variables.ToDictionary(v => v.Key, object? (v) => v.Value.Value, StringComparer.OrdinalIgnoreCase);

    private static Dictionary<string, object?> Map<T>(IEnumerable<T> items, Func<T, string> name, Func<T, object?> value) =>
        items.ToDictionary(name, value, StringComparer.OrdinalIgnoreCase);
}
