using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>A virtual network with its subnets.</summary>
public sealed class VirtualNetwork(ResourceGroup resourceGroup, string name, string location)
{
    public const string Type = "Microsoft.Network/virtualNetworks";
    public const string ApiVersion = "2024-01-01";

    public ResourceGroup ResourceGroup => resourceGroup;
    public string Name => name;
    public string Location { get; } = location;
    public string Id => $"{resourceGroup.Id}/providers/{Type}/{name}";
    public IList<string> AddressPrefixes { get; } = [];

    /// <summary>The DNS servers of the network, which container groups ignore.</summary>
    public IList<string> DnsServers { get; } = [];
    public IDictionary<string, Subnet> Subnets { get; } = new Dictionary<string, Subnet>(StringComparer.OrdinalIgnoreCase);

    public Subnet Add(Subnet subnet) => Subnets[subnet.Name] = subnet;

    internal JsonObject Body(string state = "Succeeded")
    {
        var properties = new JsonObject
        {
            ["provisioningState"] = state,
            ["addressSpace"] = new JsonObject { ["addressPrefixes"] = Texts(AddressPrefixes) },
            ["subnets"] = new JsonArray([.. Subnets.Values.Select(JsonNode (one) => one.Body())]),
            ["virtualNetworkPeerings"] = new JsonArray(),
            ["enableDdosProtection"] = false,
        };
        if (DnsServers.Count > 0) properties["dhcpOptions"] = new JsonObject { ["dnsServers"] = Texts(DnsServers) };
        return new JsonObject { ["name"] = name, ["id"] = Id, ["etag"] = Subnet.Etag, ["type"] = Type, ["location"] = Location, ["tags"] = new JsonObject(), ["properties"] = properties };
    }

    internal static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(JsonNode (text) => JsonValue.Create(text))]);
}

/// <summary>A subnet. <see cref="AsksWithPrefixes"/> chooses which of the two forms of its prefix the service answers.</summary>
public sealed class Subnet(VirtualNetwork network, string name, string addressPrefix)
{
    internal const string Etag = "W/\"e09e4f8b-0068-4ac5-8f6b-ebd02d06e3dc\"";

    public string Name => name;
    public VirtualNetwork Network => network;
    public string Id => $"{network.Id}/subnets/{name}";
    public string AddressPrefix => addressPrefix;
    public bool AsksWithPrefixes { get; set; }

    /// <summary>Services that the subnet is delegated to, such as <see cref="ContainerGroup.Type"/>.</summary>
    public ISet<string> Delegations { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The type of resource that has put its link on the subnet; null while none has. A container group leaves it for good.</summary>
    public string? LinkedResourceType { get; set; }

    /// <summary>The id of a route table, or null.</summary>
    public string? RouteTableId { get; set; }

    internal int PlacesGiven { get; set; }

    internal JsonObject Body(string state = "Succeeded")
    {
        var properties = new JsonObject { ["provisioningState"] = state };
        if (AsksWithPrefixes) properties["addressPrefixes"] = new JsonArray(addressPrefix);
        else properties["addressPrefix"] = addressPrefix;
        if (RouteTableId is not null) properties["routeTable"] = new JsonObject { ["id"] = RouteTableId };
        if (LinkedResourceType is not null) properties["serviceAssociationLinks"] = new JsonArray(Link());
        properties["delegations"] = new JsonArray([.. Delegations.Select(JsonNode (one) => Delegation(one))]);
        properties["privateEndpointNetworkPolicies"] = "Disabled";
        properties["privateLinkServiceNetworkPolicies"] = "Enabled";
        return new JsonObject { ["name"] = name, ["id"] = Id, ["etag"] = Etag, ["properties"] = properties, ["type"] = "Microsoft.Network/virtualNetworks/subnets" };
    }

    private JsonObject Delegation(string service) => new()
    {
        ["name"] = service, ["id"] = $"{Id}/delegations/{service}", ["etag"] = Etag, ["type"] = "Microsoft.Network/virtualNetworks/subnets/delegations",
        ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded", ["serviceName"] = service, ["actions"] = new JsonArray("Microsoft.Network/virtualNetworks/subnets/action") },
    };

    private JsonObject Link() => new()
    {
        ["name"] = "acisal", ["id"] = $"{Id}/serviceAssociationLinks/acisal", ["etag"] = Etag, ["type"] = "Microsoft.Network/virtualNetworks/subnets/serviceAssociationLinks",
        ["properties"] = new JsonObject
        {
            ["provisioningState"] = "Succeeded", ["linkedResourceType"] = LinkedResourceType, ["enabledForArmDeployments"] = false, ["allowDelete"] = true,
            ["locations"] = new JsonArray(network.Location),
        },
    };
}
