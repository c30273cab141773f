using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Azure;

internal static class NetworkEndpoints
{
    private const string Type = VirtualNetwork.Type;

    public static IResult Get(AzureCloud azure, ArmCall call) => ArmRoutes.Json(Find(azure, call, "read").Body());

    public static IResult List(AzureCloud azure, ArmCall call)
    {
        var group = call.RequireIn($"{Type}/read");
        return ArmRoutes.Json(SubscriptionEndpoints.Page(azure.Networks.All.Where(one => one.ResourceGroup == group).Select(one => one.Body())));
    }

    public static async Task<IResult> Put(AzureCloud azure, ArmCall call)
    {
        var name = call.Route("network");
        var group = call.RequireIn($"{Type}/write", $"{Type}/{name}");
        var body = await call.BodyAsync();
        var existing = azure.Networks.Find($"{group.Id}/providers/{Type}/{name}");
        var network = new VirtualNetwork(group, name, body.Text("location") ?? throw ArmErrors.LocationRequired());
        var properties = body.Object("properties") ?? [];
        foreach (var prefix in Texts(properties.Object("addressSpace"), "addressPrefixes")) network.AddressPrefixes.Add(prefix);
        foreach (var server in Texts(properties.Object("dhcpOptions"), "dnsServers")) network.DnsServers.Add(server);
        foreach (var subnet in properties.Objects("subnets")) network.Add(Read(network, subnet.Text("name") ?? "", subnet));
        azure.Networks.Add(network);
        return Written(azure, call, network.Location, network.Body("Updating"), existing is null);
    }

    public static IResult GetSubnet(AzureCloud azure, ArmCall call) => ArmRoutes.Json(FindSubnet(azure, call, "read").Body());

    public static IResult ListSubnets(AzureCloud azure, ArmCall call) =>
        ArmRoutes.Json(SubscriptionEndpoints.Page(Find(azure, call, "subnets/read").Subnets.Values.Select(one => one.Body())));

    public static async Task<IResult> PutSubnet(AzureCloud azure, ArmCall call)
    {
        var network = Find(azure, call, "subnets/write", call.Route("subnet"));
        var existing = network.Subnets.TryGetValue(call.Route("subnet"), out var old) ? old : null;
        var subnet = network.Add(Read(network, call.Route("subnet"), await call.BodyAsync()));
        subnet.LinkedResourceType = existing?.LinkedResourceType;
        return Written(azure, call, network.Location, subnet.Body("Updating"), existing is null);
    }

    private static VirtualNetwork Find(AzureCloud azure, ArmCall call, string action, string? subnet = null)
    {
        var name = call.Route("network");
        var group = call.RequireIn($"{Type}/{action}", $"{Type}/{name}{(subnet is null ? "" : $"/subnets/{subnet}")}");
        return azure.Networks.Find($"{group.Id}/providers/{Type}/{name}") ?? throw ArmErrors.ResourceNotFound(Type, name, call.Route("resourceGroup"));
    }

    private static Subnet FindSubnet(AzureCloud azure, ArmCall call, string action)
    {
        var (network, name) = (Find(azure, call, $"subnets/{action}", call.Route("subnet")), call.Route("subnet"));
        return network.Subnets.TryGetValue(name, out var subnet) ? subnet : throw new ArmException(404, "NotFound", $"Resource {network.Id}/subnets/{name} not found.");
    }

    private static Subnet Read(VirtualNetwork network, string name, JsonObject body)
    {
        var properties = body.Object("properties") ?? [];
        var prefixes = Texts(properties, "addressPrefixes").ToList();
        var prefix = properties.Text("addressPrefix") ?? prefixes.FirstOrDefault() ?? throw ArmErrors.BadContent("Required property 'addressPrefix' not found in JSON.");
        if (!System.Net.IPNetwork.TryParse(prefix, out _)) throw new ArmException(400, "InvalidAddressPrefixFormat", $"Address prefix {prefix} of resource {network.Id}/subnets/{name} is not formatted correctly.");
        var subnet = new Subnet(network, name, prefix) { AsksWithPrefixes = prefixes.Count > 0, RouteTableId = properties.Object("routeTable")?.Text("id") };
        foreach (var delegation in properties.Objects("delegations")) subnet.Delegations.Add(delegation.Object("properties")?.Text("serviceName") ?? "");
        return subnet;
    }

    private static IResult Written(AzureCloud azure, ArmCall call, string location, JsonObject body, bool isNew)
    {
        azure.Operations.Announce(call.Context, "Microsoft.Network", location, VirtualNetwork.ApiVersion, () => new JsonObject { ["status"] = "Succeeded" });
        return ArmRoutes.Json(body, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static IEnumerable<string> Texts(JsonObject? json, string name) => (json?[name] as JsonArray ?? []).Select(one => one!.GetValue<string>());
}
