using System.Net;
using System.Text.Json.Nodes;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Azure.Tests;

/// <summary>What Microsoft publishes as answers, and what was recorded of the real service, is read without loss.</summary>
public sealed class PublishedExamples
{
    private const string Examples = "azure/azure-rest-api-specs/specification/containerinstance/resource-manager/Microsoft.ContainerInstance/stable/2023-05-01/examples/";

    [Test]
    public async Task A_failed_group()
    {
        var body = Read($"{Examples}ContainerGroupsGet_Failed.json")["responses"]!["200"]!["body"]!;
        var group = await FindAsync(body);
        using var _ = Assert.EnterMultipleScope();
        Assert.That(group.ProvisioningState, Is.EqualTo((string)body["properties"]!["provisioningState"]!));
        Assert.That(group.Container, Is.EqualTo(new Container(ContainerState.Waiting)));
        Assert.That(group.Events, Has.Count.GreaterThan(1));
        Assert.That(group.Events, Is.Ordered.By(nameof(ContainerEvent.FirstSeen)));
    }

    [Test]
    public async Task A_group_without_instance_view()
    {
        var group = await FindAsync(Read($"{Examples}ContainerGroupsGet_Succeeded.json")["responses"]!["200"]!["body"]!);
        Assert.That((group.ProvisioningState, group.Container, group.Events.Count), Is.EqualTo(("Succeeded", (Container?)null, 0)));
    }

    [Test]
    public async Task A_recorded_list()
    {
        var list = Read("azure/recordings/aci-http-exchanges.json")["list_by_resource_group_has_no_instanceView"]!["response"]!;
        list["value"]![0]!["id"] = Some.Spec("recorded").Id.ToString();
        await using var azure = await EmulatedAzure.StartAsync();
        azure.Wire.Answer = request => request.RequestUri!.AbsolutePath.EndsWith("/containerGroups", StringComparison.Ordinal) ? Wire.Json(HttpStatusCode.OK, list.ToJsonString()) : null;
        var found = await azure.Groups.ListAsync(Some.ResourceGroup, new Dictionary<string, string>(), CancellationToken.None);
        Assert.That(found.Single(), Has.Property(nameof(ContainerGroup.ProvisioningState)).EqualTo("Succeeded").And.Property(nameof(ContainerGroup.Container)).Null);
    }

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Specifications.PathOf(file)))!;

    /// <summary>Reads the body as if it were the only container's, whatever the example calls it.</summary>
    private static async Task<ContainerGroup> FindAsync(JsonNode body)
    {
        body["id"] = Some.Spec("example").Id.ToString();
        body["properties"]!["containers"]![0]!["name"] = ContainerGroupSpec.ContainerName;
        await using var azure = await EmulatedAzure.StartAsync();
        azure.Wire.Answer = request => request.RequestUri!.AbsolutePath.Contains("/containerGroups/", StringComparison.Ordinal) ? Wire.Json(HttpStatusCode.OK, body.ToJsonString()) : null;
        return (await azure.Groups.FindAsync(Some.Spec("example").Id, CancellationToken.None))!;
    }
}
