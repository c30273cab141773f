using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Azure;

internal static class ManagedIdentityEndpoints
{
    public const string Type = "Microsoft.ManagedIdentity/userAssignedIdentities";
    private const string Read = $"{Type}/read";

    public static IResult Get(AzureCloud azure, ArmCall call)
    {
        var name = call.Route("name");
        var group = call.RequireIn(Read, $"{Type}/{name}");
        var identity = azure.Directory.FindIdentity($"{group.Id}/providers/{Type}/{name}") ?? throw ArmErrors.ResourceNotFound(Type, name, call.Route("resourceGroup"));
        return ArmRoutes.Json(Body(identity));
    }

    public static IResult List(AzureCloud azure, ArmCall call)
    {
        var group = call.RequireIn(Read);
        return ArmRoutes.Json(SubscriptionEndpoints.Page(azure.Directory.Identities
            .Where(one => one.Id.StartsWith($"{group.Id}/", StringComparison.OrdinalIgnoreCase)).Select(Body)));
    }

    private static JsonObject Body(ManagedIdentity identity) => new()
    {
        ["id"] = identity.Id, ["name"] = identity.Name, ["type"] = Type, ["location"] = identity.Location, ["tags"] = new JsonObject(),
        ["properties"] = new JsonObject { ["tenantId"] = World.TenantId, ["principalId"] = identity.PrincipalId, ["clientId"] = identity.ClientId },
    };
}
