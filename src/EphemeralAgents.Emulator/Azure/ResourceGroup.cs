using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>A resource group; what is in it is found by its id.</summary>
public sealed record ResourceGroup(string Name, string Location)
{
    public string Id => $"/subscriptions/{World.SubscriptionId}/resourceGroups/{Name}";

    internal JsonObject Body() => new()
    {
        ["id"] = Id, ["name"] = Name, ["type"] = "Microsoft.Resources/resourceGroups", ["location"] = Location, ["tags"] = new JsonObject(),
        ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" },
    };
}
