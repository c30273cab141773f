using System.IO.Enumeration;
using System.Text.Json;
using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Pipelines.Hosted;

/// <summary>An installed task: what the emulator needs of its task.json. Handlers other than Node are of no use on Linux.</summary>
internal sealed record TaskFolder(string Folder, TaskReference Reference, IReadOnlyList<TaskInput> Inputs, string? Launcher)
{
    /// <summary>The variables that the task may set, with <c>*</c> for any text; null when it may set all.</summary>
    public IReadOnlyList<string>? Settable { get; private init; }

    // The agent's order of preference (azure-pipelines-agent, TaskManager): the newest Node first.
    private static readonly string[] Handlers = ["Node24", "Node20_1", "Node16", "Node10", "Node"];

    /// <exception cref="InvalidDataException">The folder has no task.json, or one that is none.</exception>
    public static TaskFolder Load(string folder)
    {
        var path = Path.Combine(folder, "task.json");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var root = json.RootElement;
            var version = root.GetProperty("version");
            var reference = new TaskReference(
                root.GetProperty("id").GetGuid(), root.GetProperty("name").GetString() ?? "", $"{Number(version, "Major")}.{Number(version, "Minor")}.{Number(version, "Patch")}");
            var inputs = root.TryGetProperty("inputs", out var list) ? list.EnumerateArray().Select(TaskInput.Read).ToList() : [];
            return new TaskFolder(Path.GetFullPath(folder), reference, inputs, Target(root)) { Settable = SettableVariables(root) };
        }
        catch (Exception problem) when (problem is IOException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"'{path}' is no task.json that can be read: {problem.Message}", problem);
        }
    }

    /// <summary>Whether a step's <c>task: NAME@MAJOR</c> (or <c>ID@MAJOR</c>) means this task.</summary>
    public bool Is(string task)
    {
        var parts = task.Split('@', 2);
        var named = string.Equals(parts[0], Reference.Name, StringComparison.OrdinalIgnoreCase) || (Guid.TryParse(parts[0], out var id) && id == Reference.Id);
        return named && parts.Length == 2 && parts[1].Split('.')[0] == Reference.Version.Split('.')[0];
    }

    public bool MaySet(string variable) => Settable is null || Settable.Any(allowed => FileSystemName.MatchesSimpleExpression(allowed, variable));

    private static List<string>? SettableVariables(JsonElement root) =>
        root.TryGetProperty("restrictions", out var restrictions) && restrictions.TryGetProperty("settableVariables", out var settable) && settable.TryGetProperty("allowed", out var allowed)
            ? [.. allowed.EnumerateArray().Select(name => name.GetString()!)] : null;

    private static string Number(JsonElement version, string part)
    {
        var value = version.GetProperty(part);
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
    }

    private static string? Target(JsonElement root)
    {
        if (!root.TryGetProperty("execution", out var execution)) return null;
        foreach (var handler in Handlers)
        {
            if (execution.TryGetProperty(handler, out var found) && found.TryGetProperty("target", out var target)) return target.GetString();
        }

        return null;
    }
}

internal sealed record TaskInput(string Name, string Type, string? Default, IReadOnlyList<string> Aliases)
{
    public bool IsConnection => Type.StartsWith("connectedService:", StringComparison.OrdinalIgnoreCase);

    public static TaskInput Read(JsonElement input)
    {
        var aliases = input.TryGetProperty("aliases", out var list) ? list.EnumerateArray().Select(a => a.GetString()!).ToList() : [];
        var value = !input.TryGetProperty("defaultValue", out var given) ? null : given.ValueKind == JsonValueKind.String ? given.GetString() : given.GetRawText();
        return new TaskInput(input.GetProperty("name").GetString()!, input.TryGetProperty("type", out var type) ? type.GetString() ?? "string" : "string", value, aliases);
    }
}
