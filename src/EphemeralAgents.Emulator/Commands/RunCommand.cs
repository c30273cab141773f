using System.CommandLine;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines;
using Spectre.Console;

namespace EphemeralAgents.Emulator.Commands;

/// <summary><c>run PIPELINE.yml</c>: starts a cloud in this process, runs the pipeline in it and ends with its result.</summary>
internal static class RunCommand
{
    private const int Succeeded = 0;
    private const int Failed = 1;
    private const int Usage = 2;

    /// <param name="isTerminal">Whether the output is a terminal: then there are colours.</param>
    public static Command Create(bool isTerminal)
    {
        var pipeline = new Argument<string>("PIPELINE.yml") { Description = "The pipeline's YAML file." };
        var given = new RunInputs();
        var command = new Command("run", "Runs an Azure Pipelines YAML file for real: hosted jobs here, others on the agents that register.") { pipeline };
        given.AddTo(command);
        command.SetAction((result, ct) => RunAsync(result.GetRequiredValue(pipeline), given, result, Terminal.Open(result.InvocationConfiguration.Output, isTerminal), ct));
        return command;
    }

    private static async Task<int> RunAsync(string pipeline, RunInputs given, ParseResult result, IAnsiConsole console, CancellationToken ct)
    {
        try
        {
            var (settings, options, then) = given.Read(result, console);
            await using var cloud = await EmulatedCloud.StartAsync(settings, ct);
            if (cloud.Azure.Containers.Warning is { } warning) console.MarkupLine($"[yellow]{Markup.Escape(warning)}[/]");
            var run = await new PipelineRunner(cloud).RunAsync(pipeline, options, ct);
            foreach (var repetition in then)
            {
                if (ct.IsCancellationRequested) break;
                await repetition.RunAsync(run, ct);
            }

            if (!given.ExpectsEmpty(result)) return Outcome(run.Result);
            return await Leftovers.TellAsync(cloud, console, ct.IsCancellationRequested) ? Outcome(run.Result) : Failed;
        }
        catch (PipelineException problem)
        {
            foreach (var error in problem.Errors) console.MarkupLine($"[red]{Markup.Escape(pipeline)} {Markup.Escape(error.ToString())}[/]");
            return Usage;
        }
        catch (UsageException problem)
        {
            console.MarkupLine($"[red]{Markup.Escape(problem.Message)}[/]");
            return Usage;
        }
    }

    private static int Outcome(JobResult? result) => result is JobResult.Succeeded or JobResult.SucceededWithIssues ? Succeeded : Failed;
}
