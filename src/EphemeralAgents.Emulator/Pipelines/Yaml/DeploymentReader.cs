namespace EphemeralAgents.Emulator.Pipelines.Yaml;

/// <summary>
/// Reads a deployment's <c>strategy</c> into its lifecycle hooks. Each hook that has steps is a job of its own on the job's pool,
/// as the YAML reference says of <c>jobs.deployment.strategy</c>. A canary repeats deploy and traffic hooks for every increment and then for 100.
/// </summary>
internal static class DeploymentReader
{
    public static IReadOnlyList<HookDefinition> Read(YamlReader strategy, string job, PoolDefinition pool)
    {
        var kind = new[] { "runOnce", "rolling", "canary" }.FirstOrDefault(strategy.Has);
        var hooks = kind is null ? null : strategy.Child(kind, $"the strategy {kind}");
        strategy.Finish("runOnce", "rolling", "canary");
        if (hooks is null)
        {
            strategy.Add("A deployment's strategy is runOnce, rolling or canary, with lifecycle hooks.");
            return [];
        }

        string[] increments = kind == "canary" ? [.. hooks.Texts("increments") ?? [], "100"] : [""];
        if (kind == "rolling") hooks.Text("maxParallel");
        var read = new List<HookDefinition?> { Hook(hooks, "preDeploy", "preDeploy", "", HookRuns.InTurn, pool) };
        foreach (var increment in increments)
        {
            // The deploy hook's job has the deployment's name with runOnce: that is why its outputs are named job.step.variable.
            read.Add(Hook(hooks, "deploy", kind == "runOnce" ? job : "deploy", increment, HookRuns.InTurn, pool));
            read.Add(Hook(hooks, "routeTraffic", "routeTraffic", increment, HookRuns.InTurn, pool));
            read.Add(Hook(hooks, "postRouteTraffic", "postRouteTraffic", increment, HookRuns.InTurn, pool));
        }

        if (hooks.Child("on", "on") is { } on)
        {
            read.Add(Hook(on, "failure", "on_failure", "", HookRuns.OnFailure, pool));
            read.Add(Hook(on, "success", "on_success", "", HookRuns.OnSuccess, pool));
            on.Finish();
        }

        hooks.Finish();
        return [.. read.OfType<HookDefinition>()];
    }

    private static HookDefinition? Hook(YamlReader hooks, string key, string name, string increment, HookRuns runs, PoolDefinition pool)
    {
        if (hooks.Child(key, $"the hook {key}") is not { } hook) return null;
        var suffix = increment.Length == 0 ? "" : $"_{increment}";
        var definition = new HookDefinition(name + suffix, key + suffix, runs, PoolReader.Read(hook, pool), StepReader.ReadAll(hook));
        hook.Finish();
        return definition.Steps.Count == 0 ? null : definition;
    }
}
