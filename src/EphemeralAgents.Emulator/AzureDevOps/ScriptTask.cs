using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>The tasks behind <c>script:</c>, <c>bash:</c> and <c>pwsh:</c>, small enough to be made here: one script for all three.</summary>
internal static class ScriptTask
{
    // An agent takes the newest handler that it knows and ignores the others.
    private static readonly string[] Handlers = ["Node", "Node10", "Node16", "Node20_1", "Node24"];

    public static CatalogTask Create(Guid id, string name, Version version)
    {
        var definition = new JsonObject
        {
            ["id"] = $"{id}",
            ["name"] = name,
            ["friendlyName"] = name,
            ["description"] = "Runs a script",
            ["author"] = "Ephemeral Agents Emulator",
            ["category"] = "Utility",
            ["version"] = new JsonObject { ["Major"] = version.Major, ["Minor"] = version.Minor, ["Patch"] = version.Build },
            ["instanceNameFormat"] = name,
            ["inputs"] = new JsonArray([.. new[] { "targetType", "filePath", "script", "workingDirectory", "failOnStderr", "pwsh" }.Select(Input)]),
            ["execution"] = new JsonObject(Handlers.Select(handler => KeyValuePair.Create(handler, (JsonNode?)new JsonObject { ["target"] = "script.js", ["argumentFormat"] = "" }))),
        };
        definition = JsonSerializer.Deserialize<JsonObject>(definition.ToJsonString())!;
        return new CatalogTask(TaskCatalog.Reference(definition), definition, () => Zip(definition));
    }

    private static JsonObject Input(string name) => new() { ["name"] = name, ["type"] = "string", ["label"] = name, ["defaultValue"] = "", ["required"] = false };

    private static byte[] Zip(JsonObject definition)
    {
        using var script = typeof(ScriptTask).Assembly.GetManifestResourceStream("script.js")!;
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var entry = archive.CreateEntry("script.js").Open()) script.CopyTo(entry);
            using (var entry = archive.CreateEntry("task.json").Open()) JsonSerializer.Serialize(entry, definition);
        }

        return zip.ToArray();
    }
}
