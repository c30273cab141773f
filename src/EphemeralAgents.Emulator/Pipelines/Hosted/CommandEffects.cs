using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Pipelines.Hosted;

/// <summary>What a logging command does to its job and step (azure-pipelines-agent, TaskCommandExtension and BuildCommandExtension).</summary>
internal static class CommandEffects
{
    /// <exception cref="InvalidOperationException">The command is wrong: its step fails.</exception>
    public static void Apply(LoggingCommand command, HostedState state, StepExecution step)
    {
        switch ($"{command.Area}.{command.Event}")
        {
            case "task.setvariable":
                SetVariable(command, state, step);
                break;
            case "task.setsecret":
                state.Masker.Add(command.Data);
                break;
            case "task.settaskvariable":
                if (command.Is("isSecret")) state.Masker.Add(command.Data);
                step.TaskVariables[Required(command, "variable")] = new JobVariable(command.Data, command.Is("isSecret"));
                break;
            case "task.logissue":
                if (string.Equals(command["type"], "error", StringComparison.OrdinalIgnoreCase)) state.Error(command.Data);
                else if (string.Equals(command["type"], "warning", StringComparison.OrdinalIgnoreCase)) state.Warning(command.Data);
                else throw new InvalidOperationException($"issue type {command["type"]} is not an expected issue type.");
                break;
            case "task.complete":
                if (!Enum.TryParse<JobResult>(command["result"] ?? nameof(JobResult.Succeeded), ignoreCase: true, out var result)) throw new InvalidOperationException("Command doesn't have valid result value.");
                step.Complete(result);
                break;
            case "task.debug":
                if (state.IsDebugging) state.Write($"##[debug]{command.Data}");
                break;
            case "task.prependpath" when !step.MaySet("PATH"):
                state.Warning("Setting variable 'PATH' has been disabled by the task or build definition.");
                break;
            case "task.prependpath":
                state.PrependedPaths.RemoveAll(p => p == command.Data);
                state.PrependedPaths.Add(command.Data.Length > 0 ? command.Data : throw new InvalidOperationException("Path to prepend is missing."));
                break;
            case "task.uploadsummary":
                state.Job.Run.AddSummary(state.Masker.Mask(File.ReadAllText(Existing(command.Data))));
                break;
            case "task.addattachment":
                state.Job.Run.AddAttachment(new AttachedText(Required(command, "type"), Required(command, "name"), File.ReadAllText(Existing(command.Data))));
                break;
            case "build.addbuildtag":
                state.Run.Record.AddTag(command.Data);
                break;
            case "build.updatebuildnumber":
                state.Run.Record.BuildNumber = command.Data;
                state.Variables.Set("Build.BuildNumber", new JobVariable(command.Data, IsReadOnly: true));
                break;
            case "task.setprogress" or "task.logdetail" or "task.uploadfile" or "telemetry.publish":
                break;
            default:
                state.Warning($"##vso[{command.Area}.{command.Event}] is not a recognized command of the emulator.");
                break;
        }
    }

    private static void SetVariable(LoggingCommand command, HostedState state, StepExecution step)
    {
        var name = Required(command, "variable");
        if (!step.MaySet(name))
        {
            state.Warning($"Setting variable '{name}' has been disabled by the task or build definition.");
            return;
        }

        var output = command.Is("isOutput");
        var full = output ? $"{step.Name}.{name}" : name;
        if (state.Variables.All.GetValueOrDefault(full) is { IsReadOnly: true }) throw new InvalidOperationException($"Overwriting readonly variable '{full}' is not permitted.");
        var secret = command.Is("isSecret") || state.Variables.All.GetValueOrDefault(full) is { IsSecret: true };
        if (secret && command.Data.AsSpan().Trim().ContainsAny('\r', '\n')) throw new InvalidOperationException("Secrets cannot contain multiple lines.");
        if (secret) state.Masker.Add(command.Data);
        var variable = new JobVariable(command.Data, secret, command.Is("isReadOnly"));
        state.Variables.Set(full, variable);
        if (output) state.Outputs[full] = variable;
    }

    private static string Required(LoggingCommand command, string property) =>
        command[property] is { Length: > 0 } value ? value : throw new InvalidOperationException($"Required field '{property}' is missing in ##vso[{command.Area}.{command.Event}] command.");

    private static string Existing(string path) => File.Exists(path) ? path : throw new InvalidOperationException($"Cannot upload '{path}': the file does not exist.");
}
