using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using EphemeralAgents.Emulator.Pipelines.Hosted;
using EphemeralAgents.Emulator.Pipelines.Runs;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines;

/// <summary>Runs pipelines in an emulated cloud: hosted jobs in this process, others on the agents of their pool.</summary>
public sealed class PipelineRunner(EmulatedCloud cloud)
{
    private const int FirstBuildId = 1001;
    private static readonly ConditionalWeakTable<EmulatedCloud, ConcurrentBag<int>> Builds = [];

    /// <summary>Runs a pipeline to its end.</summary>
    /// <param name="yaml">The path of a YAML file, or its text.</param>
    /// <param name="options">What the run is started with.</param>
    /// <param name="ct">Cancels the run, as the pipeline page does; the run then still comes to its end.</param>
    /// <exception cref="PipelineException">The pipeline cannot be started.</exception>
    public async Task<PipelineRun> RunAsync(string yaml, RunOptions? options = null, CancellationToken ct = default)
    {
        var run = Start(yaml, options, ct);
        await run.Completion;
        return run;
    }

    /// <summary>Starts a pipeline; <see cref="PipelineRun.Completion"/> is its end.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public PipelineRun Start(string yaml, RunOptions? options = null, CancellationToken ct = default)
    {
        options ??= new RunOptions();
        var file = yaml.Contains('\n') ? null : Path.GetFullPath(yaml);
        var pipeline = PipelineReader.Read(Text(file, yaml), options.Parameters, options.Variables);
        var buildId = NextBuildId();
        var repository = file is null ? null : Checkout.RepositoryOf(Path.GetDirectoryName(file)!);
        var run = new PipelineRun(buildId, BuildNumber(pipeline, buildId), pipeline, record => Context(options, pipeline, buildId, repository, record));
        _ = run.RunAsync(ct);
        return run;
    }

    private static string Text(string? file, string yaml)
    {
        try
        {
            return file is null ? yaml : File.ReadAllText(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException(new PipelineError(1, 1, problem.Message));
        }
    }

    private RunContext Context(RunOptions options, PipelineDefinition pipeline, int buildId, string? repository, PipelineRun record)
    {
        try
        {
            var tasks = options.TaskFolders.Select(TaskFolder.Load).ToList();
            foreach (var task in tasks) cloud.AzureDevOps.Tasks.Add(task.Folder); // agents download them
            var context = new RunContext(cloud, options, tasks, new RunPlan(buildId), new RunPrinter(options.Console, cloud.Settings.Clock), repository, record);
            new Validation(context, pipeline).Check();
            return context;
        }
        catch (InvalidDataException problem)
        {
            throw new PipelineException(new PipelineError(1, 1, problem.Message));
        }
    }

    private int NextBuildId()
    {
        var builds = Builds.GetOrCreateValue(cloud);
        lock (builds)
        {
            builds.Add(0);
            return FirstBuildId + builds.Count - 1;
        }
    }

    private string BuildNumber(PipelineDefinition pipeline, int buildId)
    {
        var (today, first) = (cloud.Settings.Clock.GetLocalNow(), buildId - FirstBuildId + 1);
        return RunName.Expand(pipeline.RunName ?? "$(Date:yyyyMMdd)$(Rev:.r)", today, first, buildId.ToString(CultureInfo.InvariantCulture));
    }
}
