using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>A job request as the service describes it.</summary>
internal static class JobRequestJson
{
    public static JsonObject Describe(JobRequest request, Pool pool, Call call)
    {
        var job = request.Job;
        return Json.WithoutNulls(new JsonObject
        {
            ["requestId"] = request.Id,
            ["queueTime"] = Json.Date(request.QueueTime),
            ["assignTime"] = Json.Date(request.AssignTime),
            ["receiveTime"] = Json.Date(request.ReceiveTime),
            ["finishTime"] = Json.Date(request.FinishTime),
            ["result"] = Json.Name(request.Result),
            ["lockedUntil"] = request.Result is null ? Json.Date(request.LockedUntil) : null,
            ["serviceOwner"] = "00025394-6065-48ca-87d9-7f5672854ef7",
            ["hostId"] = JobMessageVariables.CollectionId,
            ["scopeId"] = World.ProjectId,
            ["planType"] = "Build",
            ["planId"] = job.Plan.Id,
            ["planGroup"] = $"Build:{World.ProjectId}:{job.Plan.BuildId}",
            ["jobId"] = job.Id,
            ["jobName"] = job.DisplayName,
            ["demands"] = new JsonArray([.. request.Demands.Select(demand => (JsonNode)demand.ToString())]),
            ["reservedAgent"] = request.Owner is { } owner ? AgentJson.Reference(owner, pool, call.OrganizationUrl) : null,
            ["matchedAgents"] = new JsonArray([.. pool.Agents.Where(agent => agent.Meets(request.Demands)).Select(agent => AgentJson.Reference(agent, pool, call.OrganizationUrl))]),
            ["matchesAllAgentsInPool"] = job.Demands.Count == 0,
            ["definition"] = new JsonObject { ["id"] = Organization.PipelineId, ["name"] = World.Project },
            ["owner"] = new JsonObject { ["id"] = job.Plan.BuildId, ["name"] = $"{job.Plan.BuildId}" },
            ["data"] = new JsonObject { ["ParallelismTag"] = "Private", ["IsScheduledKey"] = "False" },
            ["poolId"] = pool.Id,
            ["orchestrationId"] = $"{job.Plan.Id}.{job.Name}",
            ["priority"] = 0,
        });
    }
}
