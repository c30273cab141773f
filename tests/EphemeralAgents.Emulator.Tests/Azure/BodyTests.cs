using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Tests.Azure;

public sealed class BodyTests
{
    private static readonly string Path = ArmClientOf.GroupPath("agent-1");
    private static readonly string GroupsPath = Path[..Path.LastIndexOf('/')];

    [Test]
    public async Task No_secret_comes_back()
    {
        await using var cloud = await CloudWithImages.StartAsync("sleep 1000");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Owner);

        var created = await arm.PutAsync(Path, CloudWithImages.Body(body =>
        {
            var properties = body["properties"]!;
            properties["volumes"] = JsonNode.Parse("""[{"name":"secrets","secret":{"file":"aGlkZGVu"}},{"name":"share","azureFile":{"shareName":"s","storageAccountName":"a","storageAccountKey":"hidden"}}]""");
            properties["imageRegistryCredentials"] = JsonNode.Parse("""[{"server":"fabrikam.azurecr.io","username":"u","password":"hidden"}]""");
            properties["diagnostics"] = JsonNode.Parse("""{"logAnalytics":{"workspaceId":"w","workspaceKey":"hidden"}}""");
        }));
        var read = await arm.GetAsync(Path);
        var listed = await arm.GetAsync(GroupsPath);

        foreach (var answer in new[] { created, read, listed }) Assert.That(answer.Body!.ToJsonString(), Does.Not.Contain("hidden").And.Not.Contain("s3cret").And.Not.Contain("aGlkZGVu"));
        Assert.That(read.Properties["volumes"]![0]!.ToJsonString(), Is.EqualTo("""{"name":"secrets","secret":{}}"""));
        Assert.That(read.FirstContainer["environmentVariables"]!.ToJsonString(), Is.EqualTo("""[{"name":"PLAIN","value":"plain text"},{"name":"TOKEN"}]"""));
    }

    [Test]
    public async Task The_answer_has_the_recorded_shape()
    {
        await using var cloud = await CloudWithImages.StartAsync("sleep 1000", new EmulatorSettings { Latencies = Latencies.None with { Network = TimeSpan.FromDays(1) } });
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);

        var created = await arm.PutAsync(Path, CloudWithImages.Body(body => body["properties"]!["containers"]![0]!["properties"]!.AsObject().Remove("environmentVariables")));

        Assert.That(created.Body!.ToJsonString(), Is.EqualTo(JsonNode.Parse($$$"""
            {"properties":{"sku":"Standard","provisioningState":"Pending",
            "containers":[{"name":"agent","properties":{"image":"{{{World.AgentImage}}}","resources":{"requests":{"cpu":1.0,"memoryInGB":1.5}},"environmentVariables":[]}}],
            "initContainers":[],"osType":"Linux","restartPolicy":"Never","subnetIds":[{"id":"{{{World.SubnetId}}}"}],"instanceView":{"events":[],"state":"Pending"}},
            "id":"{{{Path}}}","name":"agent-1","type":"Microsoft.ContainerInstance/containerGroups","location":"westeurope","tags":{"owner":"test"}}
            """)!.ToJsonString()));
        Assert.That(created.Headers.Keys, Has.None.EqualTo("Location").And.None.EqualTo("Retry-After"));
        Assert.That(created.Headers["x-ms-ratelimit-remaining-subscription-writes"], Is.EqualTo("199"));
    }

    [Test]
    public async Task A_list_has_no_instance_view()
    {
        await using var cloud = await CloudWithImages.StartAsync("sleep 1000");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Owner);
        await arm.PutAsync(Path, CloudWithImages.Body());
        await arm.GetUntilAsync(Path, one => one.State == "Running");

        var inGroup = await arm.GetAsync(GroupsPath);
        var everywhere = await arm.GetAsync($"/subscriptions/{World.SubscriptionId}/providers/Microsoft.ContainerInstance/containerGroups");

        foreach (var list in new[] { inGroup, everywhere })
        {
            Assert.That(list.Body!["value"]!.AsArray(), Has.Count.EqualTo(1));
            Assert.That(list.Body.ToJsonString(), Does.Not.Contain("instanceView").And.Contain("\"provisioningState\":\"Succeeded\""));
        }
    }

    [Test]
    public async Task A_patch_replaces_the_tags()
    {
        await using var cloud = await CloudWithImages.StartAsync("sleep 1000");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        await arm.PutAsync(Path, CloudWithImages.Body());

        var patched = await arm.SendAsync(HttpMethod.Patch, Path, JsonNode.Parse("""{"tags":{"kept":"yes"}}"""));

        Assert.That((patched.Status, patched.Body!["tags"]!.ToJsonString()), Is.EqualTo((200, """{"kept":"yes"}""")));
    }

    [Test]
    public async Task The_identity_of_a_group_shows_its_ids()
    {
        await using var cloud = await CloudWithImages.StartAsync("sleep 1000");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);

        var created = await arm.PutAsync(Path, CloudWithImages.Body(body => body["identity"] = CloudWithImages.Identity(World.CleanupIdentityId)));

        var identity = created.Body!["identity"]!;
        Assert.That(identity["type"]!.GetValue<string>(), Is.EqualTo("UserAssigned"));
        Assert.That(identity["userAssignedIdentities"]![World.CleanupIdentityId]!["clientId"]!.GetValue<string>(), Is.EqualTo(World.CleanupIdentityClientId));
    }

    [Test]
    public async Task Logs_have_a_tail_and_timestamps_and_shrink_when_the_container_ends()
    {
        await using var cloud = await CloudWithImages.StartAsync("i=0; while [ $i -lt 1500 ]; do echo line $i; i=$((i+1)); done; exit 0");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        await arm.PutAsync(Path, CloudWithImages.Body());
        await arm.GetUntilAsync(Path, one => one.State == "Succeeded");

        var all = await arm.GetAsync($"{Path}/containers/agent/logs");
        var tail = await arm.GetAsync($"{Path}/containers/agent/logs?tail=2&timestamps=true");
        var missing = await arm.GetAsync($"{Path}/containers/none/logs");

        Assert.That(all.Body!["content"]!.GetValue<string>().Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1000));
        Assert.That(tail.Body!["content"]!.GetValue<string>(), Does.Match("""^\d{4}-\d\d-\d\dT[\d:.]+Z line 1498\n\d{4}-\d\d-\d\dT[\d:.]+Z line 1499\n$"""));
        Assert.That(missing.Status, Is.EqualTo(404));
    }

    [Test]
    public async Task The_first_group_leaves_its_link_on_the_subnet()
    {
        await using var cloud = await CloudWithImages.StartAsync("sleep 1000");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        var before = await arm.GetAsync(World.SubnetId);
        await arm.PutAsync(Path, CloudWithImages.Body());
        await arm.GetUntilAsync(Path, one => one.State == "Running");

        var after = await arm.GetAsync(World.SubnetId);

        Assert.That(before.Properties["serviceAssociationLinks"], Is.Null);
        Assert.That(after.Properties["serviceAssociationLinks"]![0]!["properties"]!["linkedResourceType"]!.GetValue<string>(), Is.EqualTo("Microsoft.ContainerInstance/containerGroups"));
    }
}
