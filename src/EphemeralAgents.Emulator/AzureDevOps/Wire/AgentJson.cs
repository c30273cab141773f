using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>An agent as the service describes it.</summary>
internal static class AgentJson
{
    public static JsonObject Reference(Agent agent, Pool pool, Uri organizationUrl) => Json.WithoutNulls(new JsonObject
    {
        ["_links"] = new JsonObject
        {
            ["self"] = new JsonObject { ["href"] = $"{organizationUrl}_apis/distributedtask/pools/{pool.Id}/agents/{agent.Id}" },
            ["web"] = new JsonObject { ["href"] = $"{organizationUrl}_settings/agentpools?view=jobs&poolId={pool.Id}&agentId={agent.Id}" },
        },
        ["id"] = agent.Id,
        ["name"] = agent.Name,
        ["version"] = agent.Registration.Version,
        ["osDescription"] = agent.Registration.OsDescription,
        ["enabled"] = agent.Enabled,
        ["status"] = agent.IsOnline ? "online" : "offline",
        ["provisioningState"] = "Provisioned",
        ["accessPoint"] = "CodexAccessMapping",
    });

    /// <summary>With as much as the query's flags ask for.</summary>
    public static JsonObject Describe(Agent agent, Pool pool, Call call, bool withCapabilities = false)
    {
        var json = Reference(agent, pool, call.OrganizationUrl);
        json["maxParallelism"] = agent.Registration.MaxParallelism;
        json["createdOn"] = Json.Date(agent.CreatedOn);
        json["statusChangedOn"] = Json.Date(agent.StatusChangedOn);
        json["authorization"] = new JsonObject { ["clientId"] = agent.ClientId, ["publicKey"] = Key(agent.Registration.PublicKey) };
        if (withCapabilities || call.Flag("includeCapabilities"))
        {
            json["systemCapabilities"] = Json.Of(agent.SystemCapabilities);
            json["userCapabilities"] = Json.Of(agent.UserCapabilities);
        }

        if (call.Flag("includeAssignedRequest") && agent.AssignedRequest is { } assigned) json["assignedRequest"] = JobRequestJson.Describe(assigned, pool, call);
        if (call.Flag("includeLastCompletedRequest") && agent.LastCompletedRequest is { } last) json["lastCompletedRequest"] = JobRequestJson.Describe(last, pool, call);
        if (call.QueryList("propertyFilters").Any(filter => filter is "*" or "ServerUrl")) json["properties"] = Properties(call);
        return json;
    }

    /// <summary>As registration answers: the only time that the address for the agent's tokens is told.</summary>
    public static JsonObject Registered(Agent agent, Pool pool, Call call)
    {
        var json = Describe(agent, pool, call, withCapabilities: true);
        json["authorization"]!["authorizationUrl"] = agent.AuthorizationUrl;
        json["properties"] = Properties(call);
        return json;
    }

    private static JsonObject Properties(Call call) =>
        new() { ["ServerUrl"] = new JsonObject { ["$type"] = "System.String", ["$value"] = call.OrganizationUrl.AbsoluteUri } };

    private static JsonObject? Key(AgentPublicKey? key) => key is null ? null : new() { ["exponent"] = key.Exponent, ["modulus"] = key.Modulus };
}
