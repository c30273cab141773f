namespace EphemeralAgents.Emulator.Azure;

internal static class GenericResourceEndpoints
{
    public static IResult List(AzureCloud azure, ArmCall call)
    {
        call.RequireSubscription();
        return Page(azure, call, GenericResource.All(azure));
    }

    public static IResult ListIn(AzureCloud azure, ArmCall call)
    {
        call.RequireSubscription();
        var name = call.Route("resourceGroup");
        if (!azure.ResourceGroups.ContainsKey(name)) throw ArmErrors.ResourceGroupNotFound(name);
        return Page(azure, call, GenericResource.All(azure).Where(one => one.ResourceGroup.Equals(name, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Only what the caller may read; that it may read nothing is no error.</summary>
    private static IResult Page(AzureCloud azure, ArmCall call, IEnumerable<GenericResource> resources)
    {
        var filter = ResourceFilter.Parse(call.Query("$filter"));
        var expand = (call.Query("$expand") ?? "").Split(',').ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = resources.Where(one => azure.Roles.Allow(call.Principal.Id, $"{one.Type}/read", one.Id) && filter.Matches(one));
        return ArmRoutes.Json(SubscriptionEndpoints.Page(found.Select(one => one.Body(expand, tags: !filter.IsByTag))));
    }
}
