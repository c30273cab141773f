using EphemeralAgents.Emulator.Azure;

namespace EphemeralAgents.Emulator.Tests.Azure;

public sealed class LifeCycleTests
{
    private static readonly string Path = ArmClientOf.GroupPath("agent-1");

    [Test]
    public async Task A_container_group_runs_its_image_and_succeeds()
    {
        await using var cloud = await CloudWithImages.StartAsync("echo \"got $PLAIN and ${#TOKEN} letters\"; echo oops >&2; exit 0");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);

        var created = await arm.PutAsync(Path, CloudWithImages.Body());
        var done = await arm.GetUntilAsync(Path, one => one.State == "Succeeded");
        var logs = await arm.GetAsync($"{Path}/containers/agent/logs");

        Assert.That(created.Status, Is.EqualTo(201));
        Assert.That(created.Headers["Azure-AsyncOperation"], Does.EndWith("?api-version=2018-06-01"));
        Assert.That(done.Properties["provisioningState"]!.GetValue<string>(), Is.EqualTo("Succeeded"));
        Assert.That(done.FirstContainer["instanceView"]!["currentState"]!["exitCode"]!.GetValue<int>(), Is.Zero);
        Assert.That(logs.Body!["content"]!.GetValue<string>(), Does.Contain("got plain text and 6 letters").And.Contain("oops"));
    }

    [Test]
    public async Task Deleting_answers_the_body_from_before_and_leaves_no_process()
    {
        await using var cloud = await CloudWithImages.StartAsync("trap '' TERM; sleep 1000 & setsid sleep 1000 & wait; wait; sleep 1000");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        await arm.PutAsync(Path, CloudWithImages.Body());
        await arm.GetUntilAsync(Path, one => one.State == "Running");
        var process = cloud.Azure.FindContainerGroup("agent-1")!.Containers[0].ProcessId!.Value;

        var deleted = await arm.DeleteAsync(Path);
        var again = await arm.DeleteAsync(Path);
        await cloud.DisposeAsync();

        Assert.That((deleted.Status, deleted.State, again.Status, again.Body), Is.EqualTo((200, "Running", 204, (object?)null)));
        Assert.That(Directory.Exists($"/proc/{process}"), Is.False);
    }

    [Test]
    public async Task The_resource_group_and_the_private_network_are_there()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);

        var group = await arm.GetAsync(ArmClientOf.ResourceGroupPath.Replace("resourceGroups", "resourcegroups"));
        var subnet = await arm.GetAsync(World.SubnetId);
        var network = await arm.GetAsync(World.SubnetId[..World.SubnetId.IndexOf("/subnets/", StringComparison.Ordinal)]);

        Assert.That(group.Body!["location"]!.GetValue<string>(), Is.EqualTo(World.Location));
        Assert.That(subnet.Properties["delegations"]![0]!["properties"]!["serviceName"]!.GetValue<string>(), Is.EqualTo(ContainerGroup.Type));
        Assert.That(network.Properties["dhcpOptions"]!["dnsServers"]![0]!.GetValue<string>(), Is.EqualTo(World.VirtualNetworkDnsServer));
    }
}
