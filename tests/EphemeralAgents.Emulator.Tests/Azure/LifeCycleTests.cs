using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Azure;
using EphemeralAgents.Testing;

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

    [Test]
    public async Task States_follow_each_other_on_the_emulators_clock()
    {
        var clock = new ManualClock();
        var latencies = new Latencies { Network = TimeSpan.FromSeconds(20), ImagePull = TimeSpan.FromSeconds(8), ContainerStart = TimeSpan.FromSeconds(15) };
        await using var cloud = await CloudWithImages.StartAsync("sleep 1000", new EmulatorSettings { Clock = clock, Latencies = latencies });
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);

        var created = await arm.PutAsync(Path, CloudWithImages.Body());
        var operation = new Uri(created.Headers["Azure-AsyncOperation"]).PathAndQuery;
        await AdvanceAsync(clock, TimeSpan.FromSeconds(20));
        var creating = await arm.GetUntilAsync(Path, one => Events(one).Contains("Pulling"));
        await AdvanceAsync(clock, TimeSpan.FromSeconds(8));
        var pulled = await arm.GetUntilAsync(Path, one => Events(one).Contains("Pulled"));
        var polled = await arm.GetAsync(operation.Replace("2018-06-01", "2023-05-01"));
        await AdvanceAsync(clock, TimeSpan.FromSeconds(15));
        var running = await arm.GetUntilAsync(Path, one => one.State == "Running");
        var done = await arm.GetAsync(operation);

        Assert.That(new[] { created, creating, pulled, running }.Select(one => one.Properties["provisioningState"]!.GetValue<string>()), Is.EqualTo(new[] { "Pending", "Creating", "Creating", "Succeeded" }));
        Assert.That(created.FirstContainer["instanceView"], Is.Null);
        Assert.That(created.Properties["ipAddress"], Is.Null);
        Assert.That(running.Properties["ipAddress"]!["ip"]!.GetValue<string>(), Is.EqualTo("10.20.1.4"));
        Assert.That(Events(running), Is.EqualTo(new[] { "Pulling", "Pulled", "Started" }));
        Assert.That((polled.Body!["status"]!.GetValue<string>(), done.Body!["status"]!.GetValue<string>()), Is.EqualTo(("Pending", "Succeeded")));
        Assert.That(done.Body!["properties"]!["events"]!.AsArray(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Never_still_restarts_once_after_a_failure_and_then_fails()
    {
        await using var cloud = await CloudWithImages.StartAsync("exit 7");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        await arm.PutAsync(Path, CloudWithImages.Body());

        var failed = await arm.GetUntilAsync(Path, one => one.State == "Failed");

        var view = failed.FirstContainer["instanceView"]!;
        Assert.That((view["restartCount"]!.GetValue<int>(), view["currentState"]!["exitCode"]!.GetValue<int>(), view["currentState"]!["detailStatus"]!.GetValue<string>()), Is.EqualTo((1, 7, "Error")));
        Assert.That(view["previousState"]!["exitCode"]!.GetValue<int>(), Is.EqualTo(7));
        Assert.That(failed.Properties["provisioningState"]!.GetValue<string>(), Is.EqualTo("Succeeded"));
    }

    [TestCase("OnFailure", "exit 1")]
    [TestCase("Always", "exit 0")]
    public async Task Other_policies_restart_again_and_again(string policy, string script)
    {
        await using var cloud = await CloudWithImages.StartAsync(script);
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        await arm.PutAsync(Path, CloudWithImages.Body(body => body["properties"]!["restartPolicy"] = policy));

        var looping = await arm.GetUntilAsync(Path, one => one.FirstContainer["instanceView"]?["restartCount"]?.GetValue<int>() >= 2);

        Assert.That(Events(looping), Does.Contain("BackOff"));
    }

    [Test]
    public async Task An_init_container_that_fails_keeps_the_others_from_starting()
    {
        await using var cloud = await CloudWithImages.StartAsync("echo main; exit 0");
        CloudWithImages.AddImage(cloud, "init", "exit 3");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        await arm.PutAsync(Path, CloudWithImages.Body(body => body["properties"]!["initContainers"] = JsonNode.Parse("""[{"name":"first","properties":{"image":"init"}}]""")));

        await arm.GetUntilAsync(Path, one => one.State == "Failed");
        var logs = await arm.GetAsync($"{Path}/containers/agent/logs");

        Assert.That((logs.Status, logs.ErrorCode), Is.EqualTo((404, "ContainerLogNotAvailable")));
    }

    [Test]
    public async Task A_stopped_group_can_be_started_again_but_not_while_it_is_changing()
    {
        var settings = new EmulatorSettings { Latencies = Latencies.None with { Transition = TimeSpan.FromMinutes(1) } };
        await using var cloud = await CloudWithImages.StartAsync("sleep 1000", settings);
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Owner);
        await arm.PutAsync(Path, CloudWithImages.Body());
        await arm.GetUntilAsync(Path, one => one.State == "Running");

        var stopped = await arm.SendAsync(HttpMethod.Post, $"{Path}/stop");
        var view = await arm.GetAsync(Path);
        var tooSoon = await arm.SendAsync(HttpMethod.Post, $"{Path}/start");
        cloud.Azure.FindContainerGroup("agent-1")!.BusyUntil = null;
        var started = await arm.SendAsync(HttpMethod.Post, $"{Path}/start");
        await arm.GetUntilAsync(Path, one => one.State == "Running");

        Assert.That((stopped.Status, view.State, started.Status), Is.EqualTo((204, "Stopped", 202)));
        Assert.That((tooSoon.Status, tooSoon.ErrorCode), Is.EqualTo((409, "ContainerGroupTransitioning")));
        Assert.That(started.Headers, Does.ContainKey("Azure-AsyncOperation"));
    }

    [Test]
    public async Task Restart_ends_the_processes_and_starts_new_ones()
    {
        await using var cloud = await CloudWithImages.StartAsync("echo run; sleep 1000");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Owner);
        await arm.PutAsync(Path, CloudWithImages.Body());
        await arm.GetUntilAsync(Path, one => one.State == "Running");
        var first = cloud.Azure.FindContainerGroup("agent-1")!.Containers[0].ProcessId;

        var restarted = await arm.SendAsync(HttpMethod.Post, $"{Path}/restart");
        var running = await arm.GetUntilAsync(Path, one => one.State == "Running");

        Assert.That(restarted.Status, Is.EqualTo(204));
        Assert.That(cloud.Azure.FindContainerGroup("agent-1")!.Containers[0].ProcessId, Is.Not.Null.And.Not.EqualTo(first));
        Assert.That(running.FirstContainer["instanceView"]!["previousState"]!["state"]!.GetValue<string>(), Is.EqualTo("Terminated"));
    }

    [Test]
    public async Task A_second_put_updates_in_place_unless_it_changes_what_is_fixed()
    {
        await using var cloud = await CloudWithImages.StartAsync("echo \"$PLAIN\"; sleep 1000");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        await arm.PutAsync(Path, CloudWithImages.Body());
        await arm.GetUntilAsync(Path, one => one.State == "Running");

        var update = await arm.PutAsync(Path, CloudWithImages.Body(body => body["properties"]!["containers"]![0]!["properties"]!["environmentVariables"]![0]!["value"] = "changed"));
        await arm.GetUntilAsync($"{Path}/containers/agent/logs", one => one.Body?["content"]?.GetValue<string>().Contains("changed") == true);
        await arm.GetUntilAsync(Path, one => one.State == "Running");
        var refused = await arm.PutAsync(Path, CloudWithImages.Body(body => body["properties"]!["restartPolicy"] = "Always"));

        Assert.That((update.Status, refused.Status, refused.ErrorCode), Is.EqualTo((200, 400, "InvalidContainerGroupUpdate")));
        Assert.That(cloud.Azure.ContainerGroups, Has.Count.EqualTo(1));
    }

    /// <summary>Waits until the emulator waits for it, then lets the time pass.</summary>
    private static async Task AdvanceAsync(ManualClock clock, TimeSpan time)
    {
        await clock.WaitedForAsync(time);
        clock.Advance(time);
    }

    private static string[] Events(ArmAnswer answer) => [.. answer.FirstContainer["instanceView"]?["events"]?.AsArray().Select(one => one!["name"]!.GetValue<string>()) ?? []];
}
