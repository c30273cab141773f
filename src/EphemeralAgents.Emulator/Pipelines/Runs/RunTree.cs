using EphemeralAgents.Emulator.AzureDevOps;
using Spectre.Console;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>The run as a tree of stages, jobs and steps, with results and durations.</summary>
internal static class RunTree
{
    public static Tree Of(PipelineRun run, TimeSpan duration)
    {
        var tree = new Tree($"{Mark(run.Result)} [bold]Run {Markup.Escape(run.BuildNumber)}[/] {Word(run.Result)} [grey]{Format(duration)}[/]");
        foreach (var stage in run.Stages)
        {
            IHasTreeNodes parent = stage.Name == Yaml.PipelineReader.DefaultStage ? tree : tree.AddNode($"{Mark(stage.Result)} {Markup.Escape(stage.DisplayName)}{Attempt(stage.Attempt)}");
            foreach (var phase in stage.Phases) Add(parent, phase);
        }

        return tree;
    }

    public static string Mark(JobResult? result) => result switch
    {
        JobResult.Succeeded => "[green]✓[/]",
        JobResult.SucceededWithIssues => "[yellow]![/]",
        JobResult.Skipped => "[grey]–[/]",
        JobResult.Canceled => "[yellow]⊘[/]",
        null => "[grey]…[/]",
        _ => "[red]✗[/]",
    };

    public static string Word(JobResult? result) => result switch
    {
        null => "is not over",
        JobResult.SucceededWithIssues => "succeeded with issues",
        _ => result.Value.ToString().ToLowerInvariant(),
    };

    public static string Duration(JobRun job) => job is { StartedAt: { } from, FinishedAt: { } to } ? Format(to - from) : "";

    private static void Add(IHasTreeNodes parent, PhaseRun phase)
    {
        var jobs = phase.Parts.Select(p => p.Run).OfType<JobRun>().ToList();
        if (jobs.Count == 0) parent.AddNode($"{Mark(phase.Result)} {Markup.Escape(phase.Definition.DisplayName)}");
        foreach (var job in jobs)
        {
            var agent = job.Agent is { } name ? $" on {Markup.Escape(name)}" : "";
            var node = parent.AddNode($"{Mark(job.Result)} {Markup.Escape(job.DisplayName)}{Attempt(job.Attempt)} [grey]{Duration(job)}{agent}[/]");
            foreach (var step in job.Steps) node.AddNode($"{Mark(step.Result)} {Markup.Escape(step.Name)}");
        }
    }

    private static string Attempt(int attempt) => attempt > 1 ? $" [grey](attempt {attempt})[/]" : "";

    private static string Format(TimeSpan duration) => duration < TimeSpan.FromMinutes(1) ? $"{duration.TotalSeconds:0.0} s" : $"{(int)duration.TotalMinutes} min {duration.Seconds} s";
}
