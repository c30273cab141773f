using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Runs;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines;

/// <summary>A run of a pipeline. It can be cancelled while it goes on, and repeated in whole or in part when it is over.</summary>
public sealed class PipelineRun
{
    private readonly Lock _gate = new();
    private readonly List<JobRun> _jobs = [];
    private readonly List<string> _issues = [];
    private readonly List<string> _tags = [];
    private readonly PipelineDefinition _pipeline;
    private readonly RunContext _run;
    private CancellationTokenSource _cancel = new();

    internal PipelineRun(int buildId, string buildNumber, PipelineDefinition pipeline, Func<PipelineRun, RunContext> contextOf)
    {
        (BuildId, BuildNumber, _pipeline) = (buildId, buildNumber, pipeline);
        Stages = [.. pipeline.Stages.Select((stage, at) => new StageRun(stage, stage.DependsOn ?? (at == 0 ? [] : [pipeline.Stages[at - 1].Name])))];
        _run = contextOf(this);
    }

    public int BuildId { get; }
    public string BuildNumber { get; internal set; }
    public IReadOnlyList<StageRun> Stages { get; }

    /// <summary>Null while the run goes on.</summary>
    public JobResult? Result { get; private set; }

    /// <summary>Ends with the run, or with its latest repetition.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Every job of every attempt, in the order of their beginnings.</summary>
    public IReadOnlyList<JobRun> Jobs => Copy(_jobs);

    /// <summary>Errors and warnings of the run and of its jobs.</summary>
    public IReadOnlyList<string> Issues => [.. Copy(_issues), .. Jobs.SelectMany(j => j.Issues)];

    public IReadOnlyList<string> Tags => Copy(_tags);

    /// <summary>Everything that was printed, without colours.</summary>
    public string Log => _run.Printer.Text;

    /// <summary>The latest attempt of a job, by <see cref="JobRun.Name"/>.</summary>
    /// <exception cref="InvalidOperationException">No such job has begun.</exception>
    public JobRun Job(string name) => Jobs.LastOrDefault(j => string.Equals(j.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new InvalidOperationException($"No job '{name}' has begun; these have: {string.Join(", ", Jobs)}.");

    /// <summary>Cancels as the button of the pipeline page does: running steps are interrupted, and what has the condition <c>always()</c> still runs.</summary>
    public async Task CancelAsync()
    {
        await _cancel.CancelAsync();
        await Completion;
    }

    /// <summary>"Rerun failed jobs": what did not succeed, and what depends on it, runs again; what succeeded does not.</summary>
    public Task RerunFailedAsync(CancellationToken ct = default)
    {
        foreach (var stage in Stages.Where(s => !Outcomes.HasSucceeded(s.Result)))
        {
            foreach (var phase in stage.Phases.Where(p => !Outcomes.HasSucceeded(p.Result))) Repeat(phase, onlyFailedParts: phase.Definition.Hooks is null);
            Repeat(stage);
        }

        return RunAsync(ct);
    }

    /// <summary>"Rerun stage": all jobs of the stage run again, then all stages that depend on it.</summary>
    /// <exception cref="ArgumentException">There is no such stage.</exception>
    public Task RerunStageAsync(string stage, CancellationToken ct = default)
    {
        if (!Stages.Any(s => string.Equals(s.Name, stage, StringComparison.OrdinalIgnoreCase))) throw new ArgumentException($"There is no stage '{stage}'; there are: {string.Join(", ", Stages.Select(s => s.Name))}.", nameof(stage));
        var graph = new DependencyGraph<StageRun>(Stages, s => s.Name, s => s.DependsOn);
        foreach (var repeated in graph.After(graph[stage]).Prepend(graph[stage]))
        {
            foreach (var phase in repeated.Phases) Repeat(phase, onlyFailedParts: false);
            Repeat(repeated);
        }

        return RunAsync(ct);
    }

    internal Task RunAsync(CancellationToken ct)
    {
        Result = null;
        _cancel.Dispose();
        _cancel = new CancellationTokenSource();
        return Completion = Task.Run(() => ExecuteAsync(ct), CancellationToken.None); // a cancelled run still comes to its end
    }

    internal void Add(JobRun job)
    {
        lock (_gate) _jobs.Add(job);
    }

    internal void AddIssue(string issue)
    {
        lock (_gate) _issues.Add(issue);
        _run.Printer.Issue(issue);
    }

    internal void AddTag(string tag)
    {
        lock (_gate) _tags.Add(tag);
    }

    private async Task ExecuteAsync(CancellationToken ct)
    {
        await using var outer = ct.Register(() => _ = _cancel.CancelAsync());
        _run.Printer.RunStarted(this);
        await new RunExecution(_run, _pipeline, Stages, _cancel.Token).RunAsync();
        var result = Outcomes.Of(Stages.Select(s => s.Result));
        Result = _cancel.IsCancellationRequested ? JobResult.Canceled : result == JobResult.Skipped ? JobResult.Succeeded : result;
        _run.Printer.RunFinished(this);
    }

    private static void Repeat(StageRun stage)
    {
        stage.Attempt++;
        stage.Result = null;
    }

    private static void Repeat(PhaseRun phase, bool onlyFailedParts)
    {
        var ran = phase.Parts.Any(p => p.Run is not null);
        foreach (var part in phase.Parts.Where(p => !onlyFailedParts || !Outcomes.HasSucceeded(p.Run?.Result))) part.Run = null;
        if (ran) phase.Attempt++;
        phase.Result = null;
    }

    private IReadOnlyList<T> Copy<T>(List<T> list)
    {
        lock (_gate) return [.. list];
    }
}
