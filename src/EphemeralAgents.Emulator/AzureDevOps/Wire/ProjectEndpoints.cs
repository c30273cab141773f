using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>The organization's one project.</summary>
internal static class ProjectEndpoints
{
    public static IResult List(Call call) => Json.Collection([Describe(call)]);

    public static IResult Get(Call call)
    {
        Require(call);
        return Json.Ok(Describe(call));
    }

    /// <summary>The project of the route, by name or id.</summary>
    public static void Require(Call call)
    {
        var project = call.Text("project");
        if (!new[] { World.Project, World.ProjectId }.Contains(project, StringComparer.OrdinalIgnoreCase))
        {
            throw new RefusedException(404, "ProjectDoesNotExistWithNameException", $"TF200016: The following project does not exist: {project}. Verify that the name of the project is correct and that the project exists on the specified Azure DevOps Server.");
        }
    }

    private static JsonNode Describe(Call call) => new JsonObject
    {
        ["id"] = World.ProjectId,
        ["name"] = World.Project,
        ["url"] = $"{call.OrganizationUrl}_apis/projects/{World.ProjectId}",
        ["state"] = "wellFormed",
        ["revision"] = 11,
        ["visibility"] = "private",
        ["lastUpdateTime"] = "2026-01-05T08:00:00Z",
    };
}
