using Spectre.Console;

namespace EphemeralAgents.Emulator.Pipelines;

/// <summary>What a run is started with, besides its YAML.</summary>
public sealed record RunOptions
{
    /// <summary>Folders of tasks (each with a task.json) that the organization has installed.</summary>
    public IReadOnlyList<string> TaskFolders { get; init; } = [];

    /// <summary>What hosted jobs start instead of a task's launcher where Node is missing; null takes the task's own <c>bin/RID/ephemeral-agents</c>.</summary>
    public string? TaskExecutable { get; init; }

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Secret variables by name.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where the run is printed while it goes on; null prints nothing.</summary>
    public IAnsiConsole? Console { get; init; }

    /// <summary>Where Node is; null looks for <c>node</c> on the PATH. An empty text stands for a machine without Node.</summary>
    public string? Node { get; init; }
}
