using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>A resource as Resource Manager's own lists show it, whatever its type.</summary>
internal sealed record GenericResource(string Id, string Name, string Type, string Location, JsonObject Tags, string ResourceGroup)
{
    public DateTimeOffset? CreatedOn { get; init; }
    public DateTimeOffset? ChangedOn { get; init; }
    public string ProvisioningState { get; init; } = "Succeeded";

    public static IEnumerable<GenericResource> All(AzureCloud azure) =>
        azure.ContainerGroups.Select(one => new GenericResource(one.Id, one.Name, ContainerGroup.Type, one.Location, one.Tags, one.ResourceGroup.Name)
        {
            CreatedOn = one.CreatedOn, ChangedOn = one.ChangedOn, ProvisioningState = one.ProvisioningState,
        })
        .Concat(azure.Networks.All.Select(one => new GenericResource(one.Id, one.Name, VirtualNetwork.Type, one.Location, [], one.ResourceGroup.Name)))
        .Concat(azure.Directory.Identities.Select(one => new GenericResource(one.Id, one.Name, ManagedIdentityEndpoints.Type, one.Location, [], one.Id.Split('/')[4])));

    /// <summary>A filter by tag leaves the tags out of its answer.</summary>
    public JsonObject Body(IReadOnlySet<string> expand, bool tags)
    {
        var body = new JsonObject { ["id"] = Id, ["name"] = Name, ["type"] = Type, ["location"] = Location };
        if (tags) body["tags"] = Tags.DeepClone();
        if (expand.Contains("createdTime") && CreatedOn is { } created) body["createdTime"] = Timestamps.Ticks(created);
        if (expand.Contains("changedTime") && ChangedOn is { } changed) body["changedTime"] = Timestamps.Ticks(changed);
        if (expand.Contains("provisioningState")) body["provisioningState"] = ProvisioningState;
        return body;
    }
}
