namespace EphemeralAgents.Emulator.Azure;

internal static class ResourceGroupEndpoints
{
    private const string Read = "Microsoft.Resources/subscriptions/resourceGroups/read";

    public static IResult Get(AzureCloud azure, ArmCall call) => ArmRoutes.Json(call.RequireIn(Read).Body());

    public static IResult Head(AzureCloud azure, ArmCall call)
    {
        try
        {
            call.RequireIn(Read);
            return Results.NoContent();
        }
        catch (ArmException absent) when (absent.Status == 404)
        {
            return Results.NotFound();
        }
    }

    /// <summary>Only those that the caller may read.</summary>
    public static IResult List(AzureCloud azure, ArmCall call)
    {
        call.RequireSubscription();
        return ArmRoutes.Json(SubscriptionEndpoints.Page(azure.ResourceGroups.Values
            .Where(group => azure.Roles.Allow(call.Principal.Id, Read, group.Id)).OrderBy(group => group.Name, StringComparer.Ordinal).Select(group => group.Body())));
    }
}
