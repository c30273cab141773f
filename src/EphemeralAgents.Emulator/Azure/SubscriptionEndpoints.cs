using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Azure;

internal static class SubscriptionEndpoints
{
    private const string Scope = $"/subscriptions/{World.SubscriptionId}";

    /// <summary>Only those in which the caller has a role: none is an empty list, not an error.</summary>
    public static IResult List(AzureCloud azure, ArmCall call) =>
        ArmRoutes.Json(Page(azure.Roles.Know(call.Principal.Id, Scope) ? [Body()] : []));

    public static IResult Get(AzureCloud azure, ArmCall call)
    {
        if (!azure.Roles.Know(call.Principal.Id, Scope)) call.Require("Microsoft.Resources/subscriptions/read", $"/subscriptions/{call.Route("subscription")}");
        call.RequireSubscription();
        return ArmRoutes.Json(Body());
    }

    public static IResult Tenants(AzureCloud azure, ArmCall call) => ArmRoutes.Json(Page([new JsonObject
    {
        ["id"] = $"/tenants/{World.TenantId}", ["tenantId"] = World.TenantId, ["displayName"] = World.Organization, ["tenantType"] = "AAD", ["tenantCategory"] = "Home",
    }]));

    /// <summary>The look-up that generic clients make when nobody told them an api-version.</summary>
    public static IResult Provider(AzureCloud azure, ArmCall call)
    {
        call.Require("Microsoft.Resources/subscriptions/providers/read", Scope);
        call.RequireSubscription();
        var (provider, types) = Known.FirstOrDefault(one => one.Provider.Equals(call.Route("provider"), StringComparison.OrdinalIgnoreCase));
        if (provider is null) throw new ArmException(404, "InvalidResourceNamespace", $"The resource namespace '{call.Route("provider")}' is invalid.");
        return ArmRoutes.Json(new JsonObject
        {
            ["id"] = $"{Scope}/providers/{provider}", ["namespace"] = provider, ["registrationState"] = "Registered",
            ["resourceTypes"] = new JsonArray([.. types.Select(JsonNode (type) => new JsonObject
            {
                ["resourceType"] = type.Name, ["locations"] = new JsonArray("West Europe"), ["apiVersions"] = new JsonArray(type.Version), ["capabilities"] = "None",
            })]),
        });
    }

    public static JsonObject Page(IEnumerable<JsonObject> items) => new() { ["value"] = new JsonArray([.. items]) };

    private static readonly (string Provider, (string Name, string Version)[] Types)[] Known =
    [
        ("Microsoft.ContainerInstance", [("containerGroups", "2023-05-01"), ("locations/usages", "2023-05-01"), ("locations/operations", "2023-05-01")]),
        ("Microsoft.Network", [("virtualNetworks", "2024-01-01"), ("virtualNetworks/subnets", "2024-01-01")]),
        ("Microsoft.ManagedIdentity", [("userAssignedIdentities", "2023-01-31")]),
        ("Microsoft.Resources", [("resourceGroups", "2022-09-01"), ("subscriptions", "2022-12-01")]),
    ];

    private static JsonObject Body() => new()
    {
        ["id"] = Scope, ["authorizationSource"] = "RoleBased", ["managedByTenants"] = new JsonArray(), ["subscriptionId"] = World.SubscriptionId,
        ["tenantId"] = World.TenantId, ["displayName"] = "Fabrikam", ["state"] = "Enabled",
        ["subscriptionPolicies"] = new JsonObject { ["locationPlacementId"] = "Public_2014-09-01", ["quotaId"] = "PayAsYouGo_2014-09-01", ["spendingLimit"] = "Off" },
    };
}
