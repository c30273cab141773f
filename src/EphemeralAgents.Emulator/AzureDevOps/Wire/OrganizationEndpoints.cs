namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>Every route of Azure DevOps that the emulator answers, below <c>/{organization}/</c>.</summary>
internal static class OrganizationEndpoints
{
    private const string Tasks = "_apis/distributedtask";
    private const string Pool = $"{Tasks}/pools/{{poolId:int}}";
    private const string Agent = $"{Pool}/agents/{{agentId:int}}";
    private const string Plan = $"{{scope}}/{Tasks}/hubs/{{hub}}/plans/{{planId:guid}}";
    private const string Timeline = $"{Plan}/timelines/{{timelineId:guid}}";
    private const string Record = $"{Timeline}/records/{{recordId:guid}}";

    public static void Map(IEndpointRouteBuilder app, Organization organization)
    {
        var routes = new RouteTable(app, organization);

        // Discovery
        routes.Get("_apis/connectionData", LocationEndpoints.ConnectionData);
        routes.Get("_apis/ResourceAreas", LocationEndpoints.ResourceAreas);
        routes.Get("_apis/ResourceAreas/{areaId:guid}", LocationEndpoints.ResourceArea);
        routes.Anonymous("OPTIONS", "_apis", LocationEndpoints.Options);
        routes.Anonymous("OPTIONS", "_apis/{area}", LocationEndpoints.Options);
        routes.Anonymous("GET", "_signin", _ => SignIn.ShowPage());

        // The project
        routes.Get("_apis/projects", ProjectEndpoints.List);
        routes.Get("_apis/projects/{project}", ProjectEndpoints.Get);
        routes.Get($"{{project}}/{Tasks}/queues", QueueEndpoints.List);
        routes.Get($"{{project}}/{Tasks}/queues/{{queueId:int}}", QueueEndpoints.Get);
        routes.Get("{project}/_apis/pipelines/pipelinePermissions/queue/{queueId:int}", QueueEndpoints.GetPermissions);

        // Pools and agents
        routes.Get($"{Tasks}/pools", PoolEndpoints.List);
        routes.Get(Pool, PoolEndpoints.Get);
        routes.Get($"{Pool}/permissions/{{permissions:int}}", PoolEndpoints.HasPermissions);
        routes.Post($"{Pool}/agents", AgentEndpoints.Add);
        routes.Get($"{Pool}/agents", AgentEndpoints.List);
        routes.Get(Agent, AgentEndpoints.Get);
        routes.Put(Agent, AgentEndpoints.Replace);
        routes.Patch(Agent, AgentEndpoints.Update);
        routes.Delete(Agent, AgentEndpoints.Delete);
        routes.Put($"{Agent}/usercapabilities", AgentEndpoints.SetUserCapabilities);
        routes.Post($"{Agent}/updates", AgentEndpoints.AcceptUpdate);
        routes.Put($"{Agent}/updates", AgentEndpoints.AcceptUpdate);
        routes.Get($"{Tasks}/packages/{{type}}", PackageEndpoints.List);
        routes.Get($"{Tasks}/packages/{{type}}/{{platform}}", PackageEndpoints.List);
        routes.Get($"{Tasks}/packages/{{type}}/{{platform}}/{{version}}", PackageEndpoints.Get);

        // A listening agent
        routes.Anonymous("POST", "_apis/oauth2/token", AgentTokenEndpoint.Issue);
        routes.Post($"{Pool}/sessions", SessionEndpoints.Open);
        routes.Delete($"{Pool}/sessions/{{sessionId:guid}}", SessionEndpoints.Close);
        routes.Ungated("GET", $"{Pool}/messages", MessageEndpoints.PollAsync);
        routes.Delete($"{Pool}/messages/{{messageId:long}}", MessageEndpoints.Delete);
        routes.Get($"{Pool}/jobrequests", JobRequestEndpoints.List);
        routes.Get($"{Pool}/jobrequests/{{requestId:int}}", JobRequestEndpoints.Get);
        routes.Patch($"{Pool}/jobrequests/{{requestId:int}}", JobRequestEndpoints.Update);

        // A job's worker
        routes.Get($"{Tasks}/tasks", TaskEndpoints.List);
        routes.Get($"{Tasks}/tasks/{{taskId:guid}}", TaskEndpoints.Versions);
        routes.Get($"{Tasks}/tasks/{{taskId:guid}}/{{version}}", TaskEndpoints.Get);
        routes.Ungated("GET", Timeline, TimelineEndpoints.GetAsync);
        routes.Ungated("GET", $"{Timeline}/records", TimelineEndpoints.RecordsAsync);
        routes.Ungated("PATCH", $"{Timeline}/records", TimelineEndpoints.UpdateAsync);
        routes.Ungated("POST", $"{Record}/feed", TimelineEndpoints.FeedAsync);
        routes.Put($"{Record}/attachments/{{type}}/{{name}}", UploadEndpoints.Attach);
        routes.Post($"{Plan}/logs", UploadEndpoints.CreateLog);
        routes.Post($"{Plan}/logs/{{logId:int}}", UploadEndpoints.AppendLog);
        routes.Ungated("POST", $"{Plan}/events", PlanEventEndpoint.RaiseAsync);
        routes.Post($"{Plan}/jobs/{{jobId:guid}}/oidctoken", OidcEndpoint.Issue);

        foreach (var method in (string[])["GET", "POST", "PUT", "PATCH", "DELETE"])
        {
            routes.Ungated(method, "_apis/{**anything}", NoSuchController);
            routes.Ungated(method, "{project}/_apis/{**anything}", NoSuchController);
        }
    }

    private static Task<IResult> NoSuchController(Call call) =>
        throw new RefusedException(404, "HttpException", $"The controller for path '{call.Request.Path}' was not found or does not implement IController.");
}
