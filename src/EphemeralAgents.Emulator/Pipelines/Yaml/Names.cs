using System.Text.RegularExpressions;

namespace EphemeralAgents.Emulator.Pipelines.Yaml;

/// <summary>Checks that names are unique and well-formed, that dependencies exist, and that they have a beginning.</summary>
internal static partial class Names
{
    public static bool IsReference(string name) => Reference.IsMatch(name);

    public static void Check(PipelineDefinition pipeline, List<PipelineError> errors)
    {
        Check("stage", [.. pipeline.Stages.Select(s => new Node(s.Name, s.DependsOn ?? [], s.At))], errors);
        foreach (var stage in pipeline.Stages)
        {
            if (stage.Jobs.Count == 0) errors.Add(stage.At.Error($"The stage {stage.Name} has no jobs."));
            else Check("job", [.. stage.Jobs.Select(j => new Node(j.Name, j.DependsOn, j.At))], errors);
            foreach (var job in stage.Jobs) CheckSteps(job, errors);
        }
    }

    private sealed record Node(string Name, IReadOnlyList<string> DependsOn, YamlValue At);

    private static void Check(string what, IReadOnlyList<Node> nodes, List<PipelineError> errors)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var node in nodes)
        {
            if (!IsReference(node.Name)) errors.Add(node.At.Error($"The {what} name '{node.Name}' may have only letters, digits and underscores and must not begin with a digit."));
            if (!names.Add(node.Name)) errors.Add(node.At.Error($"The {what} name {node.Name} appears more than once. {what} names must be unique."));
        }

        foreach (var node in nodes)
        {
            foreach (var unknown in node.DependsOn.Where(d => !names.Contains(d))) errors.Add(node.At.Error($"The {what} {node.Name} depends on unknown {what} {unknown}."));
        }

        if (errors.Count == 0 && nodes.Count > 0 && HasCycle(nodes)) errors.Add(nodes[0].At.Error($"The {what}s depend on each other in a circle."));
    }

    private static bool HasCycle(IReadOnlyList<Node> nodes)
    {
        var left = nodes.ToList();
        while (left.RemoveAll(n => !n.DependsOn.Any(d => left.Any(other => string.Equals(other.Name, d, StringComparison.OrdinalIgnoreCase)))) > 0)
        {
        }

        return left.Count > 0;
    }

    private static void CheckSteps(JobDefinition job, List<PipelineError> errors)
    {
        foreach (var steps in job.Hooks?.Select(h => h.Steps) ?? [job.Steps])
        {
            foreach (var twice in steps.GroupBy(s => s.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            {
                errors.Add(twice.Last().At.Error($"Job {job.Name}: the step name {twice.Key} appears more than once. Step names must be unique within a job."));
            }
        }
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.None, 1000)]
    private static partial Regex Reference { get; }
}
