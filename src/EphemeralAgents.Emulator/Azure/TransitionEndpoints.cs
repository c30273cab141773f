namespace EphemeralAgents.Emulator.Azure;

/// <summary>Stop, start and restart. Each refuses while another is under way, and for a while after it.</summary>
internal static class TransitionEndpoints
{
    public static async Task<IResult> Stop(AzureCloud azure, ArmCall call)
    {
        var group = Begin(azure, call, "stop");
        group.IsStopped = true;
        await (group.Life?.StopAsync() ?? Task.CompletedTask);
        return Results.NoContent();
    }

    public static IResult Start(AzureCloud azure, ArmCall call)
    {
        var group = Begin(azure, call, "start");
        if (!group.IsStopped) return Results.NoContent();
        Again(azure, group);
        azure.Operations.Announce(call.Context, "Microsoft.ContainerInstance", group.Location, "2018-06-01", () => ContainerGroupOperation.Of(azure, group));
        return Results.Accepted();
    }

    public static IResult Restart(AzureCloud azure, ArmCall call)
    {
        Again(azure, Begin(azure, call, "restart"));
        return Results.NoContent();
    }

    private static void Again(AzureCloud azure, ContainerGroup group)
    {
        var previous = group.Life?.StopAsync() ?? Task.CompletedTask;
        group.ProvisioningState = "Pending";
        azure.Start(group, previous);
    }

    private static ContainerGroup Begin(AzureCloud azure, ArmCall call, string action)
    {
        var group = ContainerGroupEndpoints.Find(azure, call, $"{action}/action");
        lock (group)
        {
            var now = azure.Clock.GetUtcNow();
            if (group.BusyUntil > now || (!group.IsStopped && group.ProvisioningState is "Pending" or "Creating")) throw ContainerGroupErrors.Transitioning(group.Name);
            group.BusyUntil = now + azure.Settings.Latencies.Transition;
            return group;
        }
    }
}
