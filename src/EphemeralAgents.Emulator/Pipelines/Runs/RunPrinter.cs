using System.Globalization;
using EphemeralAgents.Emulator.AzureDevOps;
using Spectre.Console;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>Prints a run while it goes on, and its tree at the end: to a console, if there is one, and to a text of its own.</summary>
internal sealed class RunPrinter
{
    private static readonly Color[] Palette = [Color.Aqua, Color.Yellow, Color.Fuchsia, Color.Lime, Color.Orange1, Color.CornflowerBlue];
    private readonly Lock _gate = new();
    private readonly StringWriter _text = new(CultureInfo.InvariantCulture);
    private readonly IReadOnlyList<IAnsiConsole> _consoles;
    private readonly Dictionary<string, Color> _colors = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private DateTimeOffset _started;

    public RunPrinter(IAnsiConsole? console, TimeProvider clock)
    {
        _clock = clock;
        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(_text) });
        plain.Profile.Width = 10_000; // a log line is never broken
        _consoles = console is null ? [plain] : [plain, console];
    }

    public string Text
    {
        get
        {
            lock (_gate) return _text.ToString();
        }
    }

    public void RunStarted(PipelineRun run)
    {
        _started = _clock.GetUtcNow();
        Print($"[bold]Run {Escape(run.BuildNumber)}[/] [grey](build {run.BuildId}, {_started:yyyy-MM-dd HH:mm:ss}Z)[/]");
    }

    public void StageStarted(StageRun stage)
    {
        if (IsShown(stage)) Print($"[bold]Stage {Escape(stage.DisplayName)}[/]{Attempt(stage.Attempt)}");
    }

    public void StageFinished(StageRun stage)
    {
        if (IsShown(stage)) Print($"{RunTree.Mark(stage.Result)} [bold]Stage {Escape(stage.DisplayName)}[/] {RunTree.Word(stage.Result)}");
    }

    public void JobWaiting(JobRun job, IReadOnlyList<string> demands)
    {
        var wanted = demands.Count == 0 ? "" : $" that satisfies: {string.Join(", ", demands)}";
        Line(job, $"waiting for an agent of pool {job.Pool}{wanted}", "[grey]…[/] ");
    }

    public void JobStarted(JobRun job) => Line(job, $"{job.DisplayName} runs on {(job.Agent is { } agent ? agent : $"the {job.Pool}")}{(job.Attempt > 1 ? $", attempt {job.Attempt}" : "")}", "[blue]▶[/] ");

    public void JobFinished(JobRun job) => Print($"{Prefix(job)}{RunTree.Mark(job.Result)} {Escape(job.DisplayName)} {RunTree.Word(job.Result)} [grey]{RunTree.Duration(job)}[/]");

    public void Issue(string issue) => Print($"[red]{Escape(issue)}[/]");

    public void Line(JobRun job, string line, string mark = "  ") => Print(Prefix(job) + mark + LogLine.ToMarkup(line));

    public void RunFinished(PipelineRun run)
    {
        lock (_gate)
        {
            foreach (var console in _consoles)
            {
                console.WriteLine();
                console.Write(RunTree.Of(run, _clock.GetUtcNow() - _started));
            }
        }
    }

    private static string Escape(string text) => Markup.Escape(text);

    private static string Attempt(int attempt) => attempt > 1 ? $" [grey](attempt {attempt})[/]" : "";

    private static bool IsShown(StageRun stage) => stage.Name != Yaml.PipelineReader.DefaultStage;

    private string Prefix(JobRun job)
    {
        var name = job.Stage == Yaml.PipelineReader.DefaultStage ? job.Name : $"{job.Stage}/{job.Name}";
        lock (_gate)
        {
            if (!_colors.TryGetValue(name, out var color)) _colors[name] = color = Palette[_colors.Count % Palette.Length];
            return $"[{color.ToMarkup()}]{Escape(name)}[/] [grey]│[/] ";
        }
    }

    private void Print(string markup)
    {
        lock (_gate)
        {
            foreach (var console in _consoles) console.MarkupLine(markup);
        }
    }
}
