using System.CommandLine;
using EphemeralAgents.AzurePipelines.TaskEnvironment;
using EphemeralAgents.Cli.Output;

namespace EphemeralAgents.Cli.Commands;

/// <summary>What the commands that ask Azure and Azure DevOps understand, and how they are run.</summary>
internal sealed class CommonOptions
{
    public CommonOptions() => Output.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: not "text" and not "json" } token]) result.AddError($"--output '{token.Value}' is wrong: use text or json.");
    });

    public Option<bool> Debug { get; } = new("--debug") { Description = "Log requests, without secrets, and stack traces. A pipeline's System.Debug does the same." };

    public Option<string> Output { get; } = new("--output") { HelpName = "text|json", Description = "What standard output carries; with json everything else goes to standard error. Default: text." };

    public async Task<int> RunAsync(Shell shell, ParseResult parsed, Func<Report, Task> command, CancellationToken ct)
    {
        var pipeline = new PipelineEnvironment(shell.Environment);
        var isDebug = parsed.GetValue(Debug) || "true".Equals(pipeline.Variable("System.Debug"), StringComparison.OrdinalIgnoreCase);
        var report = new Report(shell.Console, pipeline.IsPipeline, isJson: parsed.GetValue(Output) is "json");
        using var requests = isDebug ? new RequestLines(report) : null;
        return (int)await Failures.RunAsync(report, isDebug, () => command(report), ct);
    }
}
