using System.CommandLine;
using EphemeralAgents.AzurePipelines.TaskEnvironment;
using EphemeralAgents.Cli.Inputs;

namespace EphemeralAgents.Cli.Commands;

/// <summary>What the pipeline task starts: the command that its input <c>command</c> names, with everything else from the environment.</summary>
internal static class TaskCommand
{
    public const string Name = "task";

    public static readonly Input Command = new("command", "provision|remove", "what the task does");

    public static Command Create(Shell shell, CommonOptions common)
    {
        var command = new Command(Name, "Run as the pipeline task: the input 'command' says provision or remove, and inputs, variables and service connections come from the environment.");
        command.Options.Add(common.Debug);
        command.SetAction((parsed, ct) => common.RunAsync(shell, parsed, report =>
        {
            var inputs = new InputReader(new PipelineEnvironment(shell.Environment), _ => null, isTask: true);
            switch (inputs.RequiredParsed(Command, text => text is ProvisionCommand.Name or RemoveCommand.Name ? text : null, "use provision or remove"))
            {
                case ProvisionCommand.Name: return ProvisionCommand.RunAsync(shell, report, inputs, ct);
                case RemoveCommand.Name: return RemoveCommand.RunAsync(shell, report, inputs, ct);
                default:
                    inputs.ThrowIfWrong();
                    return Task.CompletedTask;
            }
        }, ct));
        return command;
    }
}
