using System.Collections.Concurrent;
using System.Text.Json;

namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>A task that agents can download: its reference, and the folder whose zip they get, task.json at its root.</summary>
public sealed record CatalogTask(TaskReference Reference, string Folder);

/// <summary>The organization's tasks, by id.</summary>
public sealed class TaskCatalog
{
    public static readonly Guid CmdLine = new("d9bafed4-0b18-4f58-968d-86655b4d2ce9");
    public static readonly Guid Bash = new("6c731c3c-3c68-459a-a5c9-bde6e6595b5b");
    public static readonly Guid PowerShell = new("e213ff0f-5d5c-4791-802d-52ea3e7be1f1");

    private readonly ConcurrentDictionary<Guid, CatalogTask> _tasks = [];

    public IReadOnlyCollection<CatalogTask> All => [.. _tasks.Values];

    public CatalogTask? Find(Guid id) => _tasks.GetValueOrDefault(id);

    /// <summary>Adds the task in <paramref name="folder"/> as its task.json describes it; the same id replaces.</summary>
    public CatalogTask Add(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "task.json")));
        var task = json.RootElement;
        var version = task.GetProperty("version");
        var reference = new TaskReference(
            task.GetProperty("id").GetGuid(), task.GetProperty("name").GetString()!,
            string.Join('.', new[] { "Major", "Minor", "Patch" }.Select(part => version.GetProperty(part).ToString())));
        return _tasks[reference.Id] = new CatalogTask(reference, folder);
    }
}
