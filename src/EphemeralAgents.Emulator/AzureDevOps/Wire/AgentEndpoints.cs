namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>Agents of a pool. Readers see them; only administrators of the pool add, change or delete them.</summary>
internal static class AgentEndpoints
{
    public static IResult Add(Call call)
    {
        var pool = call.PoolFor(PoolRole.Administrator);
        if (pool.AgentCloudId is not null) throw RefusedException.BadArgument($"Agents of pool {pool.Name} are provided by the service; none can be added.");
        var agent = pool.Register(call.Body<AgentBody>().ToRegistration(), $"{call.OrganizationUrl}_apis/oauth2/token");
        return Json.Ok(AgentJson.Registered(agent, pool, call));
    }

    public static IResult List(Call call)
    {
        var pool = call.PoolFor(PoolRole.Reader);
        var demands = call.QueryList("demands").Select(Demand.Parse).ToList();
        return Json.Collection(pool.Agents
            .Where(agent => call.Query("agentName") is not { } name || name.Equals(agent.Name, StringComparison.OrdinalIgnoreCase))
            .Where(agent => agent.Meets(demands))
            .Select(agent => AgentJson.Describe(agent, pool, call)));
    }

    public static IResult Get(Call call)
    {
        var pool = call.PoolFor(PoolRole.Reader);
        return Json.Ok(AgentJson.Describe(pool.Get(call.Number("agentId")), pool, call));
    }

    public static IResult Replace(Call call)
    {
        var (pool, agent) = Managed(call);
        pool.Replace(agent, call.Body<AgentBody>().ToRegistration());
        return Json.Ok(AgentJson.Registered(agent, pool, call));
    }

    /// <summary>Enables or disables an agent. The id is wanted in the body too.</summary>
    public static IResult Update(Call call)
    {
        var (pool, agent) = Managed(call);
        var change = call.Body<AgentBody>();
        if (change.Id != agent.Id) throw RefusedException.BadArgument("The agent's id in the body must be that of the address.");
        agent.Enabled = change.Enabled ?? agent.Enabled;
        pool.Jobs.Assign();
        return Json.Ok(AgentJson.Describe(agent, pool, call));
    }

    public static IResult Delete(Call call)
    {
        var (pool, agent) = Managed(call);
        pool.Delete(agent);
        return Results.NoContent();
    }

    public static IResult SetUserCapabilities(Call call)
    {
        var (pool, agent) = Managed(call);
        agent.UserCapabilities = call.Body<Dictionary<string, string>>();
        pool.Jobs.Assign();
        return Json.Ok(AgentJson.Describe(agent, pool, call, withCapabilities: true));
    }

    /// <summary>An administrator asks for an update, or the agent reports how one goes: both are taken note of, nothing else happens.</summary>
    public static IResult AcceptUpdate(Call call)
    {
        var pool = call.PoolOfAgent();
        var agent = pool.Get(call.Number("agentId"));
        if (call.Caller.Id != agent.ClientId.ToString()) call.PoolFor(PoolRole.Administrator);
        return Json.Ok(AgentJson.Describe(agent, pool, call));
    }

    private static (Pool Pool, Agent Agent) Managed(Call call)
    {
        var pool = call.PoolFor(PoolRole.Administrator);
        return (pool, pool.Get(call.Number("agentId")));
    }
}
