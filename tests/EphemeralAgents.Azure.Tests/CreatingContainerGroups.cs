using System.Net;
using System.Text.Json.Nodes;
using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Emulator;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Azure.Tests;

public sealed class CreatingContainerGroups
{
    [Test]
    [CancelAfter(60_000)]
    public async Task A_group_runs_its_image_with_the_environment_that_was_asked(CancellationToken ct)
    {
        await using var azure = await EmulatedAzure.StartAsync("echo $PLAIN $BUNDLE");
        var spec = Some.FullSpec();
        await azure.Groups.CreateAsync(spec, ct);
        var ended = await azure.FindUntilAsync(spec.Id, group => group.Container?.State == ContainerState.Terminated, ct);
        var log = await azure.Groups.ReadLogAsync(spec.Id, ct);
        var emulated = azure.Cloud.Azure.ContainerGroups.Single();
        using var _ = Assert.EnterMultipleScope();
        Assert.That(log, Does.Contain("plain-value sealed-value"));
        Assert.That(ended.Container, Is.EqualTo(new Container(ContainerState.Terminated, 0, "Completed")));
        Assert.That(ended.Tags, Is.EquivalentTo(spec.Tags));
        Assert.That(emulated.Id, Is.EqualTo(spec.Id.ToString()));
        Assert.That(emulated.Identities.Single().ClientId, Is.EqualTo(World.CleanupIdentityClientId));
    }

    [Test]
    public async Task What_is_put_and_answered_is_a_container_group_of_the_published_specification()
    {
        var swagger = new SwaggerFile(Specifications.PathOf(
            "azure/azure-rest-api-specs/specification/containerinstance/resource-manager/Microsoft.ContainerInstance/stable/2023-05-01/containerInstance.json"));
        await using var azure = await EmulatedAzure.StartAsync();
        foreach (var spec in (ContainerGroupSpec[])[Some.Spec(), Some.FullSpec()])
        {
            await azure.Groups.CreateAsync(spec, CancellationToken.None);
            var put = azure.Wire.Exchanges[^1];
            await azure.Groups.FindAsync(spec.Id, CancellationToken.None);
            using var _ = Assert.EnterMultipleScope();
            Assert.That(swagger.Violations("ContainerGroup", put.SentJson), Is.Empty);
            Assert.That(swagger.Violations("ContainerGroup", put.ReceivedJson, isAnswer: true), Is.Empty);
            Assert.That(swagger.Violations("ContainerGroup", azure.Wire.Exchanges[^1].ReceivedJson, isAnswer: true), Is.Empty);
        }
    }

    [Test]
    public async Task What_is_put_says_all_that_was_asked_and_nothing_else()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        await azure.Groups.CreateAsync(Some.FullSpec(), CancellationToken.None);
        var expected = $$$"""
            {"location":"{{{World.Location}}}","tags":{"EphemeralAgents.Agent":"deploy-1207"},
             "identity":{"type":"UserAssigned","userAssignedIdentities":{"{{{World.CleanupIdentityId}}}":{} } },
             "properties":{"osType":"Linux","restartPolicy":"Never","subnetIds":[{"id":"{{{World.SubnetId}}}"}],
              "containers":[{"name":"agent","properties":{"image":"{{{World.AgentImage}}}",
                "environmentVariables":[{"name":"PLAIN","value":"plain-value"},{"name":"BUNDLE","secureValue":"sealed-value"}],
                "resources":{"requests":{"cpu":1.5,"memoryInGB":3} } } }],
              "imageRegistryCredentials":[{"server":"{{{World.Registry}}}","identity":"{{{World.CleanupIdentityId.ToUpperInvariant()}}}"}],
              "dnsConfig":{"nameServers":["10.20.0.4","10.20.0.5"]} } }
            """;
        Assert.That(JsonNode.DeepEquals(azure.Wire.Exchanges[^1].SentJson, JsonNode.Parse(expected)), azure.Wire.Exchanges[^1].Sent);
    }

    [Test]
    public async Task A_Windows_image_pulled_by_password_says_so()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        azure.Wire.Answer = request => request.Method == HttpMethod.Put ? Wire.Json(HttpStatusCode.Created, """{"properties":{}}""") : null;
        var spec = Some.Spec() with { Platform = AgentPlatform.Windows, Pull = new ImagePull("registry.example") { Username = "puller", Password = "pass" } };
        await azure.Groups.CreateAsync(spec, CancellationToken.None);
        var properties = azure.Wire.Exchanges[^1].SentJson["properties"]!;
        using var _ = Assert.EnterMultipleScope();
        Assert.That((string?)properties["osType"], Is.EqualTo("Windows"));
        Assert.That(properties["imageRegistryCredentials"]![0]!.ToJsonString(), Is.EqualTo("""{"server":"registry.example","username":"puller","password":"pass"}"""));
        Assert.That(properties["dnsConfig"], Is.Null);
    }

    [Test]
    public async Task A_whole_life_looks_no_provider_up_and_asks_for_one_token()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        var spec = Some.Spec();
        await azure.Groups.GetNetworkAsync(Some.Subnet, CancellationToken.None);
        await azure.Groups.GetIdentityClientIdAsync(World.CleanupIdentityId, CancellationToken.None);
        await azure.Groups.GetCleanupTokenAsync(CancellationToken.None);
        await azure.Groups.CreateAsync(spec, CancellationToken.None);
        await azure.Groups.FindAsync(spec.Id, CancellationToken.None);
        await azure.Groups.ReadLogAsync(spec.Id, CancellationToken.None);
        await azure.Groups.ListAsync(Some.ResourceGroup, spec.Tags, CancellationToken.None);
        await azure.Groups.DeleteAsync(spec.Id, CancellationToken.None);
        using var _ = Assert.EnterMultipleScope();
        Assert.That(azure.Asked, Is.EqualTo((string[])[
            $"GET {Some.Subnet.VirtualNetworkId}?api-version=2024-01-01",
            $"GET {World.CleanupIdentityId}?api-version=2023-01-31",
            $"PUT {spec.Id}?api-version=2023-05-01",
            $"GET {spec.Id}?api-version=2023-05-01",
            $"GET {spec.Id}/containers/agent/logs?api-version=2023-05-01",
            $"GET {Some.ResourceGroup}/providers/Microsoft.ContainerInstance/containerGroups?api-version=2023-05-01",
            $"DELETE {spec.Id}?api-version=2023-05-01",
        ]));
        Assert.That(azure.TokenRequests, Is.EqualTo(1));
        Assert.That(azure.Wire.Exchanges, Has.Count.EqualTo(8), "nothing else was asked of anybody");
    }
}
