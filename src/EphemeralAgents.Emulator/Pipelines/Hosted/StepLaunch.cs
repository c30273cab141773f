using System.Runtime.InteropServices;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Runs;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines.Hosted;

/// <summary>What a step starts, and how its failure is told.</summary>
internal sealed record StepLaunch(StepCommand Command, string Shell, bool FailsOnErrors, Func<int, string> FailureOf)
{
    /// <summary>Null when there is nothing to start, as for a checkout without a repository.</summary>
    public static StepLaunch? Of(HostedState state, StepDefinition step, IReadOnlyDictionary<string, JobVariable> taskVariables)
    {
        var task = state.Run.Task(step);
        var inputs = state.Run.Inputs(step, task, state.Variables.Expand);
        if (step.Task == StepReader.Checkout)
        {
            Checkout.Run(state, inputs.GetValueOrDefault("repository", "self"));
            return null;
        }

        var mapped = state.Run.Cloud.MachineIdentity.Variables
            .Concat(step.Environment.Select(pair => KeyValuePair.Create(Variables.EnvironmentName(pair.Key), state.Variables.Expand(pair.Value))));
        return task is null
            ? OfScript(state, step, inputs, StepEnvironment.OfScript(state.Variables, state.Mark, state.CaCertificate, state.PrependedPaths).With(mapped))
            : OfTask(state, task, inputs, TaskEnvironment(state, task, inputs, taskVariables).With(mapped));
    }

    private static StepEnvironment TaskEnvironment(HostedState state, TaskFolder task, Dictionary<string, string> inputs, IReadOnlyDictionary<string, JobVariable> taskVariables)
    {
        foreach (var file in task.Inputs.Where(i => i.Type == "filePath" && inputs[i.Name].Length > 0)) inputs[file.Name] = Path.Combine(state.Folder.Sources, inputs[file.Name]);
        var connections = task.Inputs.Where(i => i.IsConnection).Select(i => state.Run.Connection(inputs[i.Name])).OfType<ServiceConnection>();
        return StepEnvironment.OfTask(
            state.Variables, state.Mark, state.CaCertificate, state.PrependedPaths, inputs, taskVariables, connections, state.SystemConnection);
    }

    private static StepLaunch OfScript(HostedState state, StepDefinition step, Dictionary<string, string> inputs, StepEnvironment environment)
    {
        var powerShell = step.Task == StepReader.PowerShell;
        var file = Path.Combine(state.Folder.Temp, $"{Guid.NewGuid()}{(powerShell ? ".ps1" : OperatingSystem.IsWindows() && step.Task == StepReader.CommandLine ? ".cmd" : ".sh")}");
        var script = inputs.GetValueOrDefault("script", "");
        File.WriteAllText(file, powerShell ? $"$ErrorActionPreference = '{inputs.GetValueOrDefault("errorActionPreference", "stop")}'\n{script}\nif (Test-Path variable:LASTEXITCODE) {{ exit $LASTEXITCODE }}\n" : $"{script}\n");
        var (program, arguments) = Path.GetExtension(file) switch
        {
            ".ps1" => ("pwsh", (string[])["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", $". '{file}'"]),
            ".cmd" => ("cmd.exe", ["/D", "/E:ON", "/V:OFF", "/S", "/C", $"CALL \"{file}\""]),
            _ => ("bash", step.Task == StepReader.CommandLine ? ["--noprofile", "--norc", file] : [file]),
        };
        var folder = inputs.GetValueOrDefault("workingDirectory") is { Length: > 0 } given ? Path.Combine(state.Folder.Sources, given) : state.Folder.Sources;
        var shell = powerShell ? "PowerShell" : program == "bash" ? "Bash" : "Cmd.exe";
        var failsOnErrors = string.Equals(inputs.GetValueOrDefault("failOnStderr"), "true", StringComparison.OrdinalIgnoreCase);
        return new StepLaunch(new StepCommand(program, arguments, folder, environment.Values), shell, failsOnErrors, code => $"{shell} exited with code '{code}'.");
    }

    private static StepLaunch OfTask(HostedState state, TaskFolder task, Dictionary<string, string> inputs, StepEnvironment environment)
    {
        var launcher = Path.Combine(task.Folder, task.Launcher ?? throw new InvalidOperationException($"The task {task.Reference.Name} has no handler that this agent can run."));
        var (program, arguments) = (Executables.Node(state.Run.Options), (string[])[launcher]);
        if (program is null)
        {
            program = Executables.OfTask(state.Run.Options, task) ?? throw new InvalidOperationException($"Node was not found on the PATH, and the task {task.Reference.Name} has no executable for {RuntimeInformation.RuntimeIdentifier}.");
            arguments = ["task"]; // as the launcher does: the program finds its inputs in the environment
            state.Write("##[warning]Node was not found: the task's executable is started without its launcher.");
        }

        return new StepLaunch(
            new StepCommand(program, arguments, state.Folder.Sources, environment.Values), task.Reference.Name, FailsOnErrors: false,
            code => $"Exit code {code} returned from process: file name '{program}', arguments '{string.Join(' ', arguments)}'.");
    }
}
