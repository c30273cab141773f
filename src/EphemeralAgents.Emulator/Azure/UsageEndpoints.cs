using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Azure;

internal static class UsageEndpoints
{
    /// <summary>How much of the region's quota is in use.</summary>
    public static IResult List(AzureCloud azure, ArmCall call)
    {
        call.Require("Microsoft.ContainerInstance/locations/usages/read", $"/subscriptions/{call.Route("subscription")}");
        call.RequireSubscription();
        var location = call.Route("location");
        var groups = azure.ContainerGroups.Where(one => one.Location.Equals(location, StringComparison.OrdinalIgnoreCase)).ToList();
        return ArmRoutes.Json(SubscriptionEndpoints.Page(
        [
            Usage(location, "ContainerGroups", "Container Groups", groups.Count, azure.Settings.Quotas.ContainerGroups),
            Usage(location, "StandardCores", "Standard Cores", groups.Sum(one => one.Cores), azure.Settings.Quotas.Cores),
        ]));
    }

    private static JsonObject Usage(string location, string name, string shown, double used, double limit) => new()
    {
        ["id"] = $"/subscriptions/{World.SubscriptionId}/providers/Microsoft.ContainerInstance/locations/{location}/usages/{name}",
        ["unit"] = "Count", ["currentValue"] = (int)Math.Ceiling(used), ["limit"] = (int)limit,
        ["name"] = new JsonObject { ["value"] = name, ["localizedValue"] = shown },
    };
}
