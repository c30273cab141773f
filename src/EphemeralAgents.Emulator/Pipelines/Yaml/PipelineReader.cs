using System.Globalization;

namespace EphemeralAgents.Emulator.Pipelines.Yaml;

/// <summary>Reads <c>steps</c>, <c>jobs</c> or <c>stages</c>; the shorter forms become one job of one stage, as in the service.</summary>
internal static class PipelineReader
{
    /// <summary>The name that the service gives a stage which the YAML does not write.</summary>
    public const string DefaultStage = "__default";

    private static readonly string[] Ignored = ["appendCommitMessageToRunName", "trigger", "pr", "schedules", "resources", "lockBehavior", "parameters"];

    /// <exception cref="PipelineException">All that is wrong, each with its line.</exception>
    public static PipelineDefinition Read(string yaml, IReadOnlyDictionary<string, string> parameters, IReadOnlyDictionary<string, string> variables)
    {
        if (YamlValue.Parse(yaml) is not YamlMap root) throw new PipelineException(new PipelineError(1, 1, "A pipeline must be a mapping with steps, jobs or stages."));
        root = TemplateExpansion.Expand(root, parameters, variables);
        var errors = new List<PipelineError>();
        var pipeline = Read(new YamlReader(root, "the pipeline", errors));
        if (errors.Count == 0) Names.Check(pipeline, errors);
        return errors.Count == 0 ? pipeline : throw new PipelineException([.. errors.Distinct().OrderBy(e => e.Line)]);
    }

    private static PipelineDefinition Read(YamlReader pipeline)
    {
        var variables = VariablesReader.Read(pipeline);
        var stages = ReadStages(pipeline);
        pipeline.Finish(Ignored);
        return new PipelineDefinition(pipeline.Text("name"), variables, stages);
    }

    private static List<StageDefinition> ReadStages(YamlReader pipeline)
    {
        pipeline.Text("name");
        if (pipeline.Has("extends")) pipeline.Add("Templates ('extends') are not supported by the emulator.", pipeline.Value("extends"));
        var pool = PoolReader.Read(pipeline, PoolReader.Default);
        if (pipeline.Has("stages")) return [.. pipeline.Items("stages", "a stage").Select((stage, at) => ReadStage(stage, at, pool))];
        var jobs = pipeline.Has("jobs") ? ReadJobs(pipeline, pool) : [JobReader.ReadOnlyJob(pipeline, pool)];
        return [new StageDefinition(DefaultStage, DefaultStage, [], null, [], jobs, pipeline.Map)];
    }

    private static StageDefinition ReadStage(YamlReader stage, int at, PoolDefinition pool)
    {
        if (stage.Has("template")) stage.Add("Templates are not supported by the emulator.");
        var name = stage.Text("stage") is { Length: > 0 } given ? given : $"Stage{(at == 0 ? "" : (at + 1).ToString(CultureInfo.InvariantCulture))}";
        var own = PoolReader.Read(stage, pool);
        var definition = new StageDefinition(
            name, stage.Text("displayName") ?? name, stage.Texts("dependsOn"), stage.Text("condition"), VariablesReader.Read(stage), ReadJobs(stage, own), stage.Map);
        stage.Finish("group", "lockBehavior", "trigger", "isSkippable", "templateContext", "template", "parameters");
        return definition;
    }

    private static List<JobDefinition> ReadJobs(YamlReader parent, PoolDefinition pool) =>
        [.. parent.Items("jobs", "a job").Select((job, at) => JobReader.Read(job, at, pool))];
}
