using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>Sessions of listening agents: one at a time for each.</summary>
internal static class SessionEndpoints
{
    public static IResult Open(Call call)
    {
        var pool = call.PoolOfAgent();
        var asked = call.Body<SessionBody>();
        var agent = pool.Get(asked.Agent?.Id ?? 0);
        call.RequireItself(agent, pool);
        var session = pool.Open(agent, asked.OwnerName ?? "", call.OrganizationUrl, asked.SystemCapabilities);
        return Json.Ok(new JsonObject
        {
            ["sessionId"] = session.Id,
            ["ownerName"] = session.OwnerName,
            ["agent"] = AgentJson.Reference(agent, pool, call.OrganizationUrl),
            ["encryptionKey"] = new JsonObject { ["encrypted"] = true, ["value"] = Convert.ToBase64String(session.SealedKey(agent.Registration.PublicKey!)) },
        });
    }

    public static IResult Close(Call call)
    {
        var pool = call.PoolOfAgent();
        var session = pool.GetSession(call.Id("sessionId"));
        call.RequireItself(session.Agent, pool);
        pool.Close(session.Agent);
        return Results.NoContent();
    }

    private sealed record SessionBody(string? OwnerName, AgentBody? Agent, Dictionary<string, string>? SystemCapabilities);
}
