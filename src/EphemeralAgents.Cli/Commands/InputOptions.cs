using System.CommandLine;
using EphemeralAgents.AzurePipelines.TaskEnvironment;
using EphemeralAgents.Cli.Inputs;

namespace EphemeralAgents.Cli.Commands;

/// <summary>The options of a command that stand for inputs, beside the task's inputs of the same names.</summary>
internal sealed class InputOptions
{
    private readonly Dictionary<Input, Option<string[]>> _options = [];

    public InputOptions(Command command, IEnumerable<Input> inputs)
    {
        foreach (var input in inputs) command.Options.Add(_options[input] = input.CreateOption());
    }

    public InputReader Reader(Shell shell, ParseResult parsed) => new(new PipelineEnvironment(shell.Environment), input => Given(parsed, input), isTask: false);

    private string[]? Given(ParseResult parsed, Input input) =>
        _options.TryGetValue(input, out var option) && parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) ?? [] : null;
}
