using System.Globalization;
using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Azure;

internal static class ContainerGroupEndpoints
{
    private const string Type = ContainerGroup.Type;

    public static IResult Get(AzureCloud azure, ArmCall call) => ArmRoutes.Json(ContainerGroupBody.Of(Find(azure, call, "read")));

    public static IResult List(AzureCloud azure, ArmCall call)
    {
        var group = call.RequireIn($"{Type}/read");
        return Page(azure.ContainerGroups.Where(one => one.ResourceGroup == group));
    }

    public static IResult ListAll(AzureCloud azure, ArmCall call)
    {
        call.Require($"{Type}/read", $"/subscriptions/{call.Route("subscription")}");
        call.RequireSubscription();
        return Page(azure.ContainerGroups);
    }

    public static async Task<IResult> Put(AzureCloud azure, ArmCall call)
    {
        var name = call.Route("name");
        var resourceGroup = call.RequireIn($"{Type}/write", $"{Type}/{name}");
        var asked = await call.BodyAsync();
        await azure.Entering.WaitAsync(call.Aborted);
        try
        {
            var existing = azure.FindContainerGroup(name, resourceGroup.Name);
            var group = ContainerGroupRequest.Read(azure, call.Principal, resourceGroup, name, asked, existing);
            azure.RateLimits.Spend(call.Context, $"{Type}/write");
            var previous = existing?.Life?.StopAsync() ?? Task.CompletedTask;
            azure.Enter(group);
            azure.Start(group, previous);
            azure.Operations.Announce(call.Context, "Microsoft.ContainerInstance", group.Location, "2018-06-01", () => ContainerGroupOperation.Of(azure, group));
            return ArmRoutes.Json(ContainerGroupBody.Of(group), existing is null ? StatusCodes.Status201Created : StatusCodes.Status200OK);
        }
        finally
        {
            azure.Entering.Release();
        }
    }

    /// <summary>Replaces the tags; nothing else can be patched.</summary>
    public static async Task<IResult> Patch(AzureCloud azure, ArmCall call)
    {
        var group = Find(azure, call, "write");
        if ((await call.BodyAsync()).Object("tags") is { } tags) (group.Tags, group.ChangedOn) = (tags.Copy(), azure.Clock.GetUtcNow());
        return ArmRoutes.Json(ContainerGroupBody.Of(group));
    }

    /// <summary>
    /// Answers when the containers are gone or the usual time has passed, whichever is first. A container that deletes its own
    /// group is stopped meanwhile like any other, and may not live to see the answer.
    /// </summary>
    public static async Task<IResult> Delete(AzureCloud azure, ArmCall call)
    {
        var resourceGroup = call.RequireIn($"{Type}/delete", $"{Type}/{call.Route("name")}");
        azure.RateLimits.Spend(call.Context, $"{Type}/delete");
        if (azure.FindContainerGroup(call.Route("name"), resourceGroup.Name) is not { } group) return Results.NoContent();
        var before = ContainerGroupBody.Of(group);
        if (!azure.Remove(group)) return Results.NoContent();
        var stopped = group.Life?.StopAsync() ?? Task.CompletedTask;
        await Task.WhenAny(stopped, Task.Delay(azure.Settings.Latencies.Delete, azure.Clock, CancellationToken.None));
        return ArmRoutes.Json(before);
    }

    public static IResult Logs(AzureCloud azure, ArmCall call)
    {
        var group = Find(azure, call, "containers/logs/read", $"/containers/{call.Route("container")}");
        var container = group.Containers.FirstOrDefault(one => one.Name == call.Route("container"))
            ?? throw new ArmException(404, "ContainerNotFound", $"The container '{call.Route("container")}' in container group '{group.Name}' is not found.");
        if (container.Log is null)
        {
            throw new ArmException(404, "ContainerLogNotAvailable",
                $"Log of container '{container.Name}' in container group '{group.Name}' is not available yet. Please check container 'InstanceView' for more information or retry later.");
        }
        var tail = int.TryParse(call.Query("tail"), CultureInfo.InvariantCulture, out var lines) ? lines : (int?)null;
        return ArmRoutes.Json(new JsonObject { ["content"] = container.Log.Read(tail, string.Equals(call.Query("timestamps"), "true", StringComparison.OrdinalIgnoreCase)) });
    }

    internal static ContainerGroup Find(AzureCloud azure, ArmCall call, string action, string below = "")
    {
        var name = call.Route("name");
        var resourceGroup = call.RequireIn($"{Type}/{action}", $"{Type}/{name}{below}");
        return azure.FindContainerGroup(name, resourceGroup.Name) ?? throw ArmErrors.ResourceNotFound(Type, name, call.Route("resourceGroup"));
    }

    private static IResult Page(IEnumerable<ContainerGroup> groups) => ArmRoutes.Json(SubscriptionEndpoints.Page(groups.Select(one => ContainerGroupBody.Of(one, instanceView: false))));
}
