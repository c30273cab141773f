using System.Text.Json;
using EphemeralAgents.StandInAgent.Connection;

namespace EphemeralAgents.StandInAgent.Steps;

/// <summary>A task's <c>task.json</c>, as far as running it needs it.</summary>
internal sealed record TaskDefinition
{
    // By priority (azure-pipelines-agent, TaskManager). The newest handler that a task declares wins.
    private static readonly string[] NodeHandlers = ["Node24", "Node20_1", "Node16", "Node10", "Node"];

    public IReadOnlyList<TaskInput> Inputs { get; init; } = [];
    public IReadOnlyDictionary<string, TaskHandler> Execution { get; init; } = new Dictionary<string, TaskHandler>();

    /// <summary>The handler that runs on every system; null when the task has only those of Windows.</summary>
    public (string Name, TaskHandler Handler)? Node =>
        (from name in NodeHandlers
         from handler in Execution
         where string.Equals(handler.Key, name, StringComparison.OrdinalIgnoreCase)
         select ((string, TaskHandler)?)(name, handler.Value)).FirstOrDefault();

    public static TaskDefinition Load(string folder) =>
        JsonSerializer.Deserialize<TaskDefinition>(File.ReadAllText(Path.Combine(folder, "task.json")), Json.Options)
        ?? throw new InvalidDataException("The task's task.json is empty.");
}

internal sealed record TaskInput(string Name, string? Type, JsonElement DefaultValue)
{
    /// <summary>Its value is the id of a service connection.</summary>
    public bool IsConnection => Type?.StartsWith("connectedService", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>A default is a text, but a truth value in some tasks.</summary>
    public string Default => DefaultValue.ValueKind == JsonValueKind.Undefined ? "" : DefaultValue.ToString();
}

internal sealed record TaskHandler(string? Target, string? WorkingDirectory);
