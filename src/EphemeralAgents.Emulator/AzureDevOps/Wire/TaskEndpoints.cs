using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>The organization's tasks: their definitions, and their zip as agents download it.</summary>
internal static class TaskEndpoints
{
    public static IResult List(Call call) => Json.Collection(call.Organization.Tasks.All.OrderBy(task => task.Reference.Name).Select(Describe));

    public static IResult Versions(Call call) => Json.Collection([Describe(Find(call))]);

    /// <summary>The zip when the Accept header asks for it, else the definition. Whichever version is asked for, there is but one.</summary>
    public static IResult Get(Call call)
    {
        var task = Find(call);
        return call.Request.Headers.Accept.ToString().Contains("application/zip", StringComparison.OrdinalIgnoreCase)
            ? Results.Bytes(task.Zip(), "application/zip", $"{task.Reference.Name}.zip")
            : Json.Ok(Describe(task));
    }

    private static CatalogTask Find(Call call) => call.Organization.Tasks.Find(call.Id("taskId"))
        ?? throw new RefusedException(404, "TaskDefinitionNotFoundException", $"No task definition found with identifier {call.Id("taskId")}.");

    private static JsonNode Describe(CatalogTask task)
    {
        var json = task.Definition.DeepClone();
        var version = Version.Parse(task.Reference.Version);
        json["version"] = new JsonObject { ["major"] = version.Major, ["minor"] = version.Minor, ["patch"] = version.Build, ["isTest"] = false };
        return json;
    }
}
