using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>
/// What a poll of a creation says: Pending until it is decided, with the containers' events. A failure carries no <c>error</c>, as
/// an old case of the service has it: clients must look at the group.
/// </summary>
internal static class ContainerGroupOperation
{
    public static JsonObject Of(AzureCloud azure, ContainerGroup group) => new()
    {
        ["id"] = group.Id,
        ["status"] = Status(azure, group),
        ["startTime"] = Timestamps.Ticks(group.ChangedOn),
        ["properties"] = new JsonObject { ["events"] = new JsonArray([.. group.Containers.SelectMany(one => one.Events).Select(one => one.Body())]) },
    };

    private static string Status(AzureCloud azure, ContainerGroup group) => group.ProvisioningState switch
    {
        "Pending" or "Creating" => azure.FindContainerGroup(group.Name, group.ResourceGroup.Name) == group ? "Pending" : "Failed",
        var decided => decided,
    };
}
