using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Tests.Azure;

public sealed class ListTests
{
    private static readonly string Subscription = $"/subscriptions/{World.SubscriptionId}";

    [TestCase("", 1)]
    [TestCase("?$filter=resourceType eq 'Microsoft.ContainerInstance/containerGroups'", 1)]
    [TestCase("?$filter=resourceType eq 'Microsoft.Network/virtualNetworks'", 0)]
    [TestCase("?$filter=tagName eq 'owner' and tagValue eq 'test'", 1)]
    [TestCase("?$filter=tagName eq 'owner' and tagValue eq 'other'", 0)]
    [TestCase("?$filter=substringof('agent', name)", 1)]
    public async Task Resources_are_found_by_filter(string query, int expected)
    {
        await using var cloud = await CloudWithImages.StartAsync("sleep 1000");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        await arm.PutAsync(ArmClientOf.GroupPath("agent-1"), CloudWithImages.Body());

        var found = await arm.GetAsync($"{ArmClientOf.ResourceGroupPath}/resources{query}");

        Assert.That(found.Body!["value"]!.AsArray().Count(one => one!["type"]!.GetValue<string>().EndsWith("containerGroups", StringComparison.Ordinal)), Is.EqualTo(expected));
    }

    [Test]
    public async Task Expanding_adds_times_and_a_filter_by_tag_leaves_tags_out()
    {
        await using var cloud = await CloudWithImages.StartAsync("sleep 1000");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        await arm.PutAsync(ArmClientOf.GroupPath("agent-1"), CloudWithImages.Body());

        var byType = await arm.GetAsync($"{Subscription}/resources?$filter=resourceType eq 'Microsoft.ContainerInstance/containerGroups'&$expand=createdTime,changedTime,provisioningState");
        var byTag = await arm.GetAsync($"{Subscription}/resources?$filter=tagName eq 'owner'");
        var both = await arm.GetAsync($"{Subscription}/resources?$filter=tagName eq 'owner' and resourceType eq 'x'");

        var group = byType.Body!["value"]![0]!.AsObject();
        Assert.That(group.Select(one => one.Key), Is.EqualTo(new[] { "id", "name", "type", "location", "tags", "createdTime", "changedTime", "provisioningState" }));
        Assert.That(byTag.Body!["value"]![0]!["tags"], Is.Null);
        Assert.That((both.Status, both.ErrorCode), Is.EqualTo((400, "InvalidFilterInQueryString")));
    }

    [Test]
    public async Task Nobody_sees_what_he_may_not_read()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        cloud.Directory.Add(new Emulator.Identity.AppRegistration("nobody", "nobody"));
        using var nobody = await ArmClientOf.SignInAsync(cloud, cloud.Directory.FindApp("nobody"));
        using var reader = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Reader);

        string[] paths = ["/subscriptions", $"{Subscription}/resourceGroups", $"{Subscription}/resources"];
        foreach (var path in paths)
        {
            Assert.That((await nobody.GetAsync(path)).Body!["value"]!.AsArray(), Is.Empty, path);
            Assert.That((await reader.GetAsync(path)).Body!["value"]!.AsArray(), Is.Not.Empty, path);
        }
    }

    [Test]
    public async Task Usages_count_groups_and_cores()
    {
        await using var cloud = await CloudWithImages.StartAsync("sleep 1000");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Owner);
        await arm.PutAsync(ArmClientOf.GroupPath("agent-1"), CloudWithImages.Body());

        var usages = await arm.GetAsync($"{Subscription}/providers/Microsoft.ContainerInstance/locations/westeurope/usages");

        Assert.That(usages.Body!["value"]!.AsArray().Select(one => $"{one!["name"]!["value"]} {one["currentValue"]}/{one["limit"]} {one["unit"]}"),
            Is.EqualTo(new[] { "ContainerGroups 1/100 Count", "StandardCores 1/100 Count" }));
    }

    [Test]
    public async Task Networks_and_subnets_can_be_made_and_replaced()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Owner);
        var path = $"{ArmClientOf.ResourceGroupPath}/providers/Microsoft.Network/virtualNetworks/vnet-new";

        var made = await arm.SendAsync(HttpMethod.Put, path, JsonNode.Parse("""{"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.9.0.0/16"]}}}"""));
        var subnet = await arm.SendAsync(HttpMethod.Put, $"{path}/subnets/one", JsonNode.Parse("""
            {"properties":{"addressPrefixes":["10.9.1.0/24"],"delegations":[{"name":"aci","properties":{"serviceName":"Microsoft.ContainerInstance/containerGroups"}}]}}
            """));
        var operation = await arm.GetAsync(new Uri(subnet.Headers["Azure-AsyncOperation"]).PathAndQuery);
        var read = await arm.GetAsync($"{path}/subnets/one");
        var missing = await arm.GetAsync($"{path}/subnets/two");

        Assert.That((made.Status, subnet.Status, operation.Body!["status"]!.GetValue<string>(), missing.Status), Is.EqualTo((201, 201, "Succeeded", 404)));
        Assert.That(read.Properties["addressPrefixes"]![0]!.GetValue<string>(), Is.EqualTo("10.9.1.0/24"));
        Assert.That(read.Properties["provisioningState"]!.GetValue<string>(), Is.EqualTo("Succeeded"));
    }
}
