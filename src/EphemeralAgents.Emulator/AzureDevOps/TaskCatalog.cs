using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>A task that agents can download: its reference, its definition (task.json) and how to make its zip, task.json at the root.</summary>
public sealed record CatalogTask(TaskReference Reference, JsonObject Definition, Func<byte[]> Zip);

/// <summary>The organization's tasks, by id. CmdLine, Bash and PowerShell are there from the start; they need nothing but the agent's Node.</summary>
public sealed class TaskCatalog
{
    public static readonly Guid CmdLine = new("d9bafed4-0b18-4f58-968d-86655b4d2ce9");
    public static readonly Guid Bash = new("6c731c3c-3c68-459a-a5c9-bde6e6595b5b");
    public static readonly Guid PowerShell = new("e213ff0f-5d5c-4791-802d-52ea3e7be1f1");

    private readonly ConcurrentDictionary<Guid, CatalogTask> _tasks = [];

    public TaskCatalog()
    {
        Add(ScriptTask.Create(CmdLine, "CmdLine", new Version(2, 250, 1)));
        Add(ScriptTask.Create(Bash, "Bash", new Version(3, 250, 1)));
        Add(ScriptTask.Create(PowerShell, "PowerShell", new Version(2, 250, 1)));
    }

    public IReadOnlyCollection<CatalogTask> All => [.. _tasks.Values];

    public CatalogTask? Find(Guid id) => _tasks.GetValueOrDefault(id);

    /// <summary>Adds the task in <paramref name="folder"/> as its task.json describes it; the same id replaces. The zip is made anew for every download.</summary>
    public CatalogTask Add(string folder)
    {
        var definition = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, "task.json")))!.AsObject();
        return Add(new CatalogTask(Reference(definition), definition, () => ZipOf(folder)));
    }

    internal static TaskReference Reference(JsonObject definition)
    {
        var version = definition["version"]!;
        return new(definition["id"]!.GetValue<Guid>(), definition["name"]!.GetValue<string>(), $"{version["Major"]}.{version["Minor"]}.{version["Patch"]}");
    }

    private static byte[] ZipOf(string folder)
    {
        using var zip = new MemoryStream();
        ZipFile.CreateFromDirectory(folder, zip);
        return zip.ToArray();
    }

    private CatalogTask Add(CatalogTask task) => _tasks[task.Reference.Id] = task;
}
