using System.Globalization;
using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>A container group as the service answers it: what was asked without its secrets, and what can be observed.</summary>
internal static class ContainerGroupBody
{
    /// <summary>Lists leave out every instance view: state needs a GET of its own.</summary>
    public static JsonObject Of(ContainerGroup group, bool instanceView = true)
    {
        var asked = group.Properties.Copy();
        var properties = new JsonObject
        {
            ["sku"] = asked.Text("sku") ?? "Standard",
            ["provisioningState"] = group.ProvisioningState,
            ["containers"] = new JsonArray([.. group.MainContainers.Select(JsonNode (one) => Container(one, group, instanceView))]),
            ["initContainers"] = new JsonArray([.. group.Containers.Where(one => one.IsInit).Select(JsonNode (one) => Container(one, group, instanceView))]),
        };
        foreach (var (name, value) in asked)
        {
            if (!properties.ContainsKey(name)) properties[name] = value?.DeepClone();
        }
        Mask(properties);
        properties["restartPolicy"] = group.RestartPolicy;
        if (IpAddress(group, asked) is { } address) properties["ipAddress"] = address;
        else properties.Remove("ipAddress");
        if (instanceView) properties["instanceView"] = new JsonObject { ["events"] = new JsonArray(), ["state"] = group.State };
        return Envelope(group, properties);
    }

    private static JsonObject Envelope(ContainerGroup group, JsonObject properties)
    {
        var body = new JsonObject();
        if (group.Identities.Count > 0) body["identity"] = Identity(group.Identities);
        body["properties"] = properties;
        body["id"] = group.Id;
        body["name"] = group.Name;
        body["type"] = ContainerGroup.Type;
        body["location"] = group.Location;
        body["tags"] = group.Tags.DeepClone();
        if (group.Asked["zones"] is { } zones) body["zones"] = zones.DeepClone();
        return body;
    }

    private static JsonObject Container(Container container, ContainerGroup group, bool instanceView)
    {
        var properties = container.Properties.Copy();
        properties["environmentVariables"] ??= new JsonArray();
        foreach (var variable in properties.Objects("environmentVariables")) variable.Remove("secureValue");
        if (properties.Object("resources") is { } resources)
        {
            WithFraction(resources.Object("requests"));
            WithFraction(resources.Object("limits"));
        }
        if (instanceView && container.Status is not null) properties["instanceView"] = container.InstanceView();
        return new JsonObject { ["name"] = container.Name, ["properties"] = properties };
    }

    private static JsonObject? IpAddress(ContainerGroup group, JsonObject asked)
    {
        if (group.IpAddress is null) return null;
        var address = asked.Object("ipAddress")?.Copy() ?? new JsonObject { ["ports"] = new JsonArray(), ["type"] = "Private" };
        address["ip"] = group.IpAddress;
        return address;
    }

    private static void Mask(JsonObject properties)
    {
        foreach (var credential in properties.Objects("imageRegistryCredentials")) credential.Remove("password");
        foreach (var volume in properties.Objects("volumes"))
        {
            if (volume.Object("secret") is not null) volume["secret"] = new JsonObject();
            volume.Object("azureFile")?.Remove("storageAccountKey");
        }
        properties.Object("diagnostics")?.Object("logAnalytics")?.Remove("workspaceKey");
    }

    /// <summary>The service writes 1.0 where 1 was asked.</summary>
    private static void WithFraction(JsonObject? amounts)
    {
        foreach (var name in new[] { "cpu", "memoryInGB" })
        {
            if (amounts?.Number(name) is { } number) amounts[name] = JsonNode.Parse(number.ToString("0.0##", CultureInfo.InvariantCulture));
        }
    }

    private static JsonObject Identity(IEnumerable<ManagedIdentity> identities) => new()
    {
        ["userAssignedIdentities"] = new JsonObject(identities.Select(one => KeyValuePair.Create<string, JsonNode?>(one.Id, new JsonObject
        {
            ["principalId"] = one.PrincipalId, ["clientId"] = one.ClientId,
        }))),
        ["tenantId"] = World.TenantId,
        ["type"] = "UserAssigned",
    };
}
