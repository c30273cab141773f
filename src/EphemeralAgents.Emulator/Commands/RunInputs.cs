using System.CommandLine;
using EphemeralAgents.Emulator.Pipelines;
using Spectre.Console;

namespace EphemeralAgents.Emulator.Commands;

/// <summary>The options of <c>run</c>.</summary>
internal sealed class RunInputs
{
    private readonly EmulatorOptions _emulator = new();
    private readonly Option<string[]> _tasks = new("--task") { Description = "A folder with a task.json, installed in the organization. Repeatable.", HelpName = "folder" };
    private readonly Option<string?> _executable = new("--task-executable") { Description = "What hosted jobs start instead of a task's launcher where Node is missing.", HelpName = "file" };
    private readonly Option<string[]> _variables = new("--variable") { Description = "A variable given at queue time; variables in the YAML win. Repeatable.", HelpName = "name=value" };
    private readonly Option<string[]> _parameters = new("--parameter") { Description = "A value for a parameter of the pipeline. Repeatable.", HelpName = "name=value" };
    private readonly Option<string[]> _secrets = new("--secret") { Description = "A secret variable; its value is taken from the environment variable of that name. Repeatable.", HelpName = "NAME" };
    private readonly Option<string[]> _then = new("--then") { Description = "What to do when the run is over: rerun-failed or rerun-stage=NAME. Repeatable, in order.", HelpName = "what" };
    private readonly Option<bool> _expectEmpty = new("--expect-empty") { Description = "Tell at the end what the run has left behind, and fail when it is anything." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _tasks, _executable, _variables, _parameters, _secrets, _then, _expectEmpty }) command.Options.Add(option);
        _emulator.AddTo(command);
    }

    /// <exception cref="UsageException">An option's value is wrong.</exception>
    public (EmulatorSettings Settings, RunOptions Options, IReadOnlyList<Repetition> Then) Read(ParseResult result, IAnsiConsole console)
    {
        var options = new RunOptions
        {
            TaskFolders = result.GetValue(_tasks) ?? [],
            TaskExecutable = result.GetValue(_executable),
            Variables = Pairs(result.GetValue(_variables), "--variable"),
            Parameters = Pairs(result.GetValue(_parameters), "--parameter"),
            Secrets = (result.GetValue(_secrets) ?? []).ToDictionary(name => name, Secret, StringComparer.OrdinalIgnoreCase),
            Console = console,
        };
        return (_emulator.Read(result), options, [.. (result.GetValue(_then) ?? []).Select(Repetition.Parse)]);
    }

    public bool ExpectsEmpty(ParseResult result) => result.GetValue(_expectEmpty);

    private static string Secret(string name) => Environment.GetEnvironmentVariable(name)
        ?? throw new UsageException($"--secret {name} takes its value from the environment variable {name}, which is not set.");

    private static Dictionary<string, string> Pairs(string[]? values, string option)
    {
        var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in values ?? [])
        {
            var parts = value.Split('=', 2);
            if (parts.Length < 2 || parts[0].Length == 0) throw new UsageException($"{option} is written name=value, not '{value}'.");
            pairs[parts[0]] = parts[1];
        }

        return pairs;
    }
}
