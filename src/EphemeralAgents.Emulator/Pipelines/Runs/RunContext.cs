using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Hosted;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>What all parts of one run share.</summary>
internal sealed record RunContext(EmulatedCloud Cloud, RunOptions Options, IReadOnlyList<TaskFolder> Tasks, RunPlan Plan, RunPrinter Printer, string? Repository, PipelineRun Record)
{
    public TimeProvider Clock => Cloud.Settings.Clock;

    public void Write(JobRun job, string line)
    {
        job.AddLine(line);
        Printer.Line(job, line);
    }

    /// <summary>The inputs of a step with the defaults of its task, service connections by id.</summary>
    public Dictionary<string, string> Inputs(StepDefinition step, TaskFolder? task, Func<string, string> expand)
    {
        var inputs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var input in task?.Inputs ?? []) inputs[input.Name] = expand(input.Default ?? "").Trim();
        foreach (var (name, value) in step.Inputs)
        {
            var declared = task?.Inputs.FirstOrDefault(i => i.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase));
            inputs[declared?.Name ?? name] = expand(value).Trim();
        }

        foreach (var input in task?.Inputs.Where(i => i.IsConnection) ?? [])
        {
            if (Connection(inputs[input.Name]) is { } connection) inputs[input.Name] = connection.Id.ToString();
        }

        return inputs;
    }

    public ServiceConnection? Connection(string nameOrId) => Cloud.AzureDevOps.ServiceConnections
        .FirstOrDefault(c => string.Equals(c.Name, nameOrId, StringComparison.OrdinalIgnoreCase) || (Guid.TryParse(nameOrId, out var id) && id == c.Id));

    public TaskFolder? Task(StepDefinition step) => Tasks.FirstOrDefault(t => t.Is(step.Task));
}

/// <summary>One job, ready to be run. <paramref name="Variables"/> are as the server sends them: macros not expanded.</summary>
internal sealed record JobAssignment(
    JobRun Run, PoolDefinition Pool, IReadOnlyList<StepDefinition> Steps, IReadOnlyDictionary<string, JobVariable> Variables, IReadOnlyList<string> Demands,
    TimeSpan Timeout, TimeSpan CancelTimeout);
