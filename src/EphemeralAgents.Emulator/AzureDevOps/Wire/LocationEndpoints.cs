using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>How the official clients find out who they are and which routes there are.</summary>
internal static class LocationEndpoints
{
    private const string Hosted = "00025394-6065-48ca-87d9-7f5672854ef7";
    private const string LocationService = "951917ac-a960-4999-8464-e3f0aa25b381";
    private const string DistributedTask = "a85b8835-c1a1-4aac-ae97-1c3d0ba72dbd";
    private const string Core = "79134c72-4a58-4b42-976c-04e7115f32bf";

    /// <summary>The form of the hosted service. The definitions say that every area lives at the organization's own address.</summary>
    public static IResult ConnectionData(Call call) => Json.Ok(new JsonObject
    {
        ["authenticatedUser"] = Identity(call.Caller),
        ["authorizedUser"] = Identity(call.Caller),
        ["instanceId"] = JobMessageVariables.CollectionId,
        ["deploymentId"] = Hosted,
        ["deploymentType"] = "hosted",
        ["locationServiceData"] = new JsonObject
        {
            ["serviceOwner"] = Hosted,
            ["defaultAccessMappingMoniker"] = "PublicAccessMapping",
            ["lastChangeId"] = 1,
            ["lastChangeId64"] = 1,
            ["accessMappings"] = new JsonArray(new JsonObject
            {
                ["moniker"] = "PublicAccessMapping", ["displayName"] = "Host Guid Access Mapping", ["accessPoint"] = call.OrganizationUrl.AbsoluteUri,
            }),
            ["serviceDefinitions"] = new JsonArray(Definition(LocationService, call), Definition(DistributedTask, call)),
        },
    });

    public static IResult ResourceAreas(Call call) => Json.Collection([Area(DistributedTask, "distributedtask", call), Area(Core, "core", call)]);

    public static IResult ResourceArea(Call call) => Json.Ok(Area(call.Text("areaId"), "distributedtask", call));

    public static IResult Options(Call call)
    {
        var area = call.Request.RouteValues["area"] as string;
        return Json.Collection(ResourceLocation.All
            .Where(location => area is null || location.Area.Equals(area, StringComparison.OrdinalIgnoreCase))
            .Select(location => location.Describe()));
    }

    private static JsonNode Identity(Principal who) => new JsonObject
    {
        ["id"] = IdentityId(who),
        ["descriptor"] = $"Microsoft.TeamFoundation.{(who.Kind == PrincipalKind.User ? "ClaimsIdentity" : "ServiceIdentity")};{who.Id}",
        ["subjectDescriptor"] = $"svc.{IdentityId(who):N}",
        ["providerDisplayName"] = who.Name,
        ["isActive"] = true,
        ["properties"] = new JsonObject { ["Account"] = new JsonObject { ["$type"] = "System.String", ["$value"] = who.Name } },
        ["resourceVersion"] = 2,
        ["metaTypeId"] = 0,
    };

    private static Guid IdentityId(Principal who) => Guid.TryParse(who.Id, out var id) ? id : JobMessageVariables.NamedId(who.Id);

    private static JsonNode Area(string id, string name, Call call) => new JsonObject { ["id"] = id, ["name"] = name, ["locationUrl"] = call.OrganizationUrl.AbsoluteUri };

    private static JsonNode Definition(string id, Call call) => new JsonObject
    {
        ["serviceType"] = "LocationService2",
        ["identifier"] = id,
        ["displayName"] = "SPS Location Service",
        ["relativeToSetting"] = "fullyQualified",
        ["serviceOwner"] = Hosted,
        ["toolId"] = "Framework",
        ["locationMappings"] = new JsonArray(new JsonObject { ["accessMappingMoniker"] = "PublicAccessMapping", ["location"] = call.OrganizationUrl.AbsoluteUri }),
    };
}
