using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>The organization's pools, as far as the caller may see them.</summary>
internal static class PoolEndpoints
{
    // The bits of the security namespace DistributedTask.
    private const int View = 1, Manage = 2, Listen = 4, AdministerPermissions = 8, Use = 16;

    public static IResult List(Call call)
    {
        var least = call.Query("actionFilter")?.ToUpperInvariant() switch { "MANAGE" => PoolRole.Administrator, "USE" => PoolRole.ServiceAccount, _ => PoolRole.Reader };
        var ids = call.QueryList("poolIds");
        var pools = call.Organization.Pools.Values.OrderBy(pool => pool.Id)
            .Where(pool => pool.RoleOf(call.Caller.Id) >= least)
            .Where(pool => call.Query("poolName") is not { } name || name.Equals(pool.Name, StringComparison.OrdinalIgnoreCase))
            .Where(_ => call.Query("poolType") is null or "1" || "automation".Equals(call.Query("poolType"), StringComparison.OrdinalIgnoreCase))
            .Where(pool => ids.Count == 0 || ids.Contains($"{pool.Id}"));
        return Json.Collection(pools.Select(pool => Describe(pool, call)));
    }

    public static IResult Get(Call call) => Json.Ok(Describe(call.PoolFor(PoolRole.Reader), call));

    /// <summary>Whether the caller has every permission of the given bits.</summary>
    public static IResult HasPermissions(Call call)
    {
        var has = call.PoolFor(PoolRole.Reader).RoleOf(call.Caller.Id) switch
        {
            PoolRole.Administrator => View | Manage | Listen | AdministerPermissions | Use,
            PoolRole.ServiceAccount => View | Listen | Use,
            _ => View,
        };
        var asked = call.Number("permissions");
        return Json.Ok(JsonValue.Create((has & asked) == asked));
    }

    /// <summary>A pool as other resources refer to it.</summary>
    public static JsonObject Reference(Pool pool) => new()
    {
        ["id"] = pool.Id,
        ["scope"] = JobMessageVariables.CollectionId,
        ["name"] = pool.Name,
        ["isHosted"] = pool.IsHosted,
        ["poolType"] = "automation",
        ["size"] = pool.Agents.Count,
        ["isLegacy"] = false,
        ["options"] = pool.IsElastic ? "elasticPool" : "none",
    };

    private static JsonNode Describe(Pool pool, Call call)
    {
        var json = Reference(pool);
        json["createdOn"] = Json.Date(pool.CreatedOn);
        json["autoProvision"] = false;
        json["autoSize"] = true;
        json["autoUpdate"] = pool.AutoUpdate;
        json["targetSize"] = null;
        json["agentCloudId"] = pool.AgentCloudId;
        json["createdBy"] = Person(call);
        json["owner"] = Person(call);
        json["properties"] = new JsonObject();
        return Json.WithoutNulls(json);
    }

    private static JsonObject Person(Call call) => new()
    {
        ["displayName"] = call.Organization.Administrator.Name, ["id"] = call.Organization.Administrator.Id, ["uniqueName"] = "ada@fabrikam.example",
    };
}
