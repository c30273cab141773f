using EphemeralAgents.StandInAgent.Jobs;

namespace EphemeralAgents.StandInAgent.Steps;

/// <summary>A task of an extension: its package from the server, its node script on node.</summary>
internal static class TaskStep
{
    public static async Task RunAsync(JobState job, JobStep step, IReadOnlyDictionary<string, string> given, StepOutput output, CancellationToken ct)
    {
        var folder = await TaskStore.GetAsync(job, step.Reference, ct);
        var definition = TaskDefinition.Load(folder);
        if (definition.Node is not ({ } name, { Target: { } target } handler))
        {
            output.Fail($"The stand-in agent runs only tasks with a node handler; {step.Reference.Name} has none.");
            return;
        }
        output.Write($"Task         : {step.Reference.Name}");
        output.Write($"Version      : {step.Reference.Version} ({name})");

        var inputs = definition.Inputs.ToDictionary(input => input.Name, input => job.Variables.Expand(input.Default).Trim(), StringComparer.OrdinalIgnoreCase);
        foreach (var (input, value) in given) inputs[input] = value;
        var connections = definition.Inputs.Where(input => input.IsConnection).SelectMany(input => inputs[input.Name].Split(',', StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.OrdinalIgnoreCase);

        var process = new StepProcess(
            FindNode(job.Folders.Root), [Path.Combine(folder, target)], WorkingDirectory(job, handler), StepEnvironment.ForTask(job, step, inputs, connections));
        var exit = await process.RunAsync((line, _) => output.Take(line), StepProcess.TaskLadder, job.Clock, ct);
        if (exit != 0 && !ct.IsCancellationRequested) output.Fail($"Exit code {exit} returned from process: file name 'node', arguments '{target}'.");
    }

    // A task that declares Node24 still runs on node 20 by default (azure-pipelines-agent, NodeHandler).
    private static string FindNode(string root)
    {
        var program = OperatingSystem.IsWindows() ? "node.exe" : "node";
        var packaged = new[] { "node20_1", "node24" }.Select(folder => Path.Combine(root, "externals", folder, "bin", program)).FirstOrDefault(File.Exists);
        return packaged ?? program;
    }

    private static string WorkingDirectory(JobState job, TaskHandler handler) =>
        job.Variables.Expand(handler.WorkingDirectory ?? "") is { Length: > 0 } asked && Directory.Exists(asked) ? asked : job.Folders.Sources;
}
