using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>The project's queues and which pipelines may use them.</summary>
internal static class QueueEndpoints
{
    public static IResult List(Call call)
    {
        ProjectEndpoints.Require(call);
        var names = call.QueryList("queueNames");
        var queueName = call.Query("queueName");
        var pools = call.QueryList("poolIds");
        var queues = call.Organization.Queues
            .Where(queue => names.Count == 0 || names.Contains(PoolOf(queue, call).Name, StringComparer.OrdinalIgnoreCase))
            .Where(queue => queueName is null || queueName.Equals(PoolOf(queue, call).Name, StringComparison.OrdinalIgnoreCase))
            .Where(queue => pools.Count == 0 || pools.Contains($"{queue.PoolId}"));
        return Json.Collection(queues.Select(queue => Describe(queue, call)));
    }

    public static IResult Get(Call call) => Json.Ok(Describe(Find(call), call));

    public static IResult GetPermissions(Call call)
    {
        var queue = Find(call);
        var permissions = new JsonObject
        {
            ["resource"] = new JsonObject { ["type"] = "queue", ["id"] = $"{queue.Id}" },
            ["pipelines"] = new JsonArray([.. queue.Pipelines.Order().Select(pipeline => new JsonObject { ["id"] = pipeline, ["authorized"] = true })]),
        };
        if (queue.OpenToAllPipelines) permissions["allPipelines"] = new JsonObject { ["authorized"] = true };
        return Json.Ok(permissions);
    }

    private static ProjectQueue Find(Call call)
    {
        ProjectEndpoints.Require(call);
        return call.Organization.Queues.FirstOrDefault(queue => queue.Id == call.Number("queueId"))
            ?? throw new RefusedException(404, "TaskAgentQueueNotFoundException", $"No agent queue found with identifier {call.Number("queueId")}.");
    }

    private static Pool PoolOf(ProjectQueue queue, Call call) => call.Organization.Pools[queue.PoolId];

    private static JsonNode Describe(ProjectQueue queue, Call call) => new JsonObject
    {
        ["id"] = queue.Id,
        ["projectId"] = World.ProjectId,
        ["name"] = PoolOf(queue, call).Name,
        ["pool"] = PoolEndpoints.Reference(PoolOf(queue, call)),
    };
}
