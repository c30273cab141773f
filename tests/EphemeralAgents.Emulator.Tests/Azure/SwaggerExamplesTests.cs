using System.Text.Json.Nodes;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Emulator.Tests.Azure;

/// <summary>The examples of the published specification of Container Instances, 2023-05-01.</summary>
public sealed class SwaggerExamplesTests
{
    private const string Examples = "azure/azure-rest-api-specs/specification/containerinstance/resource-manager/Microsoft.ContainerInstance/stable/2023-05-01/examples";

    [TestCase("ContainerGroupsCreatePriority.json")]
    [TestCase("ContainerGroupsCreateOrUpdate.json")]
    [TestCase("ContainerGroupEncryptionProperties.json")]
    public async Task The_request_of_an_example_is_answered_with_the_properties_of_its_answer(string file)
    {
        var example = JsonNode.Parse(await File.ReadAllTextAsync(Specifications.PathOf($"{Examples}/{file}")))!;
        await using var cloud = await CloudWithImages.StartAsync("sleep 1000", new() { Latencies = Latencies.None with { Network = TimeSpan.FromDays(1) } });
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Owner);
        var asked = Fit(cloud, example["parameters"]!["containerGroup"]!.AsObject());

        var answer = await arm.PutAsync(ArmClientOf.GroupPath("demo1"), asked);

        Assert.That(answer.Status, Is.EqualTo(201), answer.Message);
        var missing = Keys(example["responses"]!["201"]!["body"]!["properties"]!).Except(Keys(answer.Properties)).Where(key => !Observed.Contains(key));
        Assert.That(missing, Is.Empty);
    }

    // Known only once the group runs, or made up by the service.
    private static readonly string[] Observed = ["ipAddress", "instanceView", "provisioningState"];

    /// <summary>The examples refer to what no emulated subscription has: registries, identities, a subnet.</summary>
    private static JsonObject Fit(EmulatedCloud cloud, JsonObject asked)
    {
        var body = (JsonObject)asked.DeepClone();
        body["location"] = World.Location;
        body.Remove("identity");
        var properties = body["properties"]!.AsObject();
        if (properties["imageRegistryCredentials"] is JsonArray { Count: > 0 }) properties.Remove("imageRegistryCredentials");
        if (properties["subnetIds"] is not null)
        {
            properties["subnetIds"] = new JsonArray(new JsonObject { ["id"] = World.SubnetId });
            properties.Remove("ipAddress");
        }
        foreach (var container in properties["containers"]!.AsArray().Concat(properties["initContainers"]?.AsArray() ?? []))
        {
            CloudWithImages.AddImage(cloud, container!["properties"]!["image"]!.GetValue<string>(), "sleep 1000");
        }
        return body;
    }

    private static IEnumerable<string> Keys(JsonNode json) => json.AsObject().Where(one => one.Value is not null).Select(one => one.Key);
}
