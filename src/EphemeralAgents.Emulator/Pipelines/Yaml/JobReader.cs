using System.Globalization;

namespace EphemeralAgents.Emulator.Pipelines.Yaml;

/// <summary>Reads a <c>job</c> or a <c>deployment</c>.</summary>
internal static class JobReader
{
    private static readonly string[] Ignored = ["workspace", "uses", "templateContext"];

    /// <summary>The one job of a pipeline that has only steps; its name is <c>Job</c>.</summary>
    public static JobDefinition ReadOnlyJob(YamlReader pipeline, PoolDefinition pool)
    {
        var job = Common(pipeline, "Job", pool) with { Variables = [], Steps = StepReader.ReadAll(pipeline) };
        job = ReadStrategy(pipeline, job);
        if (!pipeline.Has("steps")) pipeline.Add("A pipeline needs steps, jobs or stages.");
        pipeline.Accept(Ignored);
        return job;
    }

    public static JobDefinition Read(YamlReader reader, int at, PoolDefinition inherited)
    {
        if (reader.Has("template")) reader.Add("Templates are not supported by the emulator.");
        if (reader.Has("deployment")) return ReadDeployment(reader, at, inherited);
        var pool = PoolReader.Read(reader, inherited);
        var job = Common(reader, Name(reader, "job", at), pool) with { Steps = StepReader.ReadAll(reader) };
        job = ReadStrategy(reader, job);
        reader.Finish([.. Ignored, "template", "parameters"]);
        return job;
    }

    private static JobDefinition ReadDeployment(YamlReader reader, int at, PoolDefinition inherited)
    {
        var pool = PoolReader.Read(reader, inherited);
        var job = Common(reader, Name(reader, "deployment", at), pool);
        var environment = reader.Value("environment") switch
        {
            YamlText text => text.Value,
            YamlMap => reader.Pairs("environment").GetValueOrDefault("name"),
            _ => null,
        };
        if (environment is null) reader.Add("A deployment needs an environment.");
        var hooks = reader.Child("strategy", "a deployment strategy") is { } strategy ? DeploymentReader.Read(strategy, job.Name, pool) : [];
        if (!reader.Has("strategy")) reader.Add("A deployment needs a strategy: runOnce, rolling or canary.");
        reader.Finish(Ignored);
        return job with { Hooks = hooks, Environment = environment };
    }

    private static JobDefinition Common(YamlReader reader, string name, PoolDefinition pool)
    {
        if (reader.Has("container") || reader.Has("services")) reader.Add("Container jobs are not supported by the emulator.", reader.Value("container") ?? reader.Value("services"));
        return new JobDefinition(name, reader.Text("displayName") ?? name, pool, reader.Map)
        {
            DependsOn = reader.Texts("dependsOn") ?? [],
            Condition = reader.Text("condition"),
            ContinueOnError = reader.Flag("continueOnError", otherwise: false),
            Timeout = reader.Minutes("timeoutInMinutes") is { } limit ? limit : TimeSpan.FromHours(1),
            CancelTimeout = reader.Minutes("cancelTimeoutInMinutes") ?? TimeSpan.FromMinutes(5),
            Variables = VariablesReader.Read(reader),
        };
    }

    private static string Name(YamlReader reader, string key, int at) =>
        reader.Text(key) is { Length: > 0 } given ? given : $"Job{(at == 0 ? "" : (at + 1).ToString(CultureInfo.InvariantCulture))}";

    private static JobDefinition ReadStrategy(YamlReader reader, JobDefinition job)
    {
        if (reader.Child("strategy", "a job's strategy") is not { } strategy) return job;
        var most = int.TryParse(strategy.Text("maxParallel"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0 ? given : int.MaxValue;
        var legs = strategy.Entries("matrix").Select(leg => Leg(leg, strategy)).ToList();
        if (int.TryParse(strategy.Text("parallel"), NumberStyles.None, CultureInfo.InvariantCulture, out var slices))
        {
            legs = [.. Enumerable.Range(1, slices).Select(at => new LegDefinition($"Job{at}", []))];
        }

        strategy.Finish();
        return job with { Legs = legs, MaxParallel = most };
    }

    private static LegDefinition Leg(YamlEntry leg, YamlReader strategy)
    {
        if (leg.Value is not YamlMap map) strategy.Add($"The leg '{leg.Key.Value}' of a matrix must be a mapping of variables.", leg.Value);
        else return new LegDefinition(leg.Key.Value, [.. map.Entries.Select(e => new VariableDefinition(e.Key.Value, e.Value is YamlText text ? text.Value : ""))]);
        return new LegDefinition(leg.Key.Value, []);
    }
}
