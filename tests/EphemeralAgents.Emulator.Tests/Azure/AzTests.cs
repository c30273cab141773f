namespace EphemeralAgents.Emulator.Tests.Azure;

/// <summary>The stock az command line (2.45, as Debian has it) works against the emulator.</summary>
[Category("az")]
public sealed class AzTests
{
    [Test]
    public async Task Az_makes_shows_lists_and_deletes_container_groups()
    {
        await using var cloud = await CloudWithImages.StartAsync("echo hello from the container; sleep 1000");
        CloudWithImages.AddImage(cloud, "busybox", "sleep 1000"); // an image of ACR would make az ask for a password
        var az = await AzCommandLine.SignInAsync(cloud);
        var file = Path.Combine(cloud.Folder, "group.yaml");
        await File.WriteAllTextAsync(file, $$"""
            apiVersion: '2023-05-01'
            name: from-file
            type: Microsoft.ContainerInstance/containerGroups
            location: {{World.Location}}
            properties:
              osType: Linux
              restartPolicy: Never
              subnetIds: [ { id: {{World.SubnetId}} } ]
              containers:
              - name: agent
                properties:
                  image: {{World.AgentImage}}
                  resources: { requests: { cpu: 1.0, memoryInGB: 1.5 } }
            """);

        await az.RunAsync("container", "create", "-g", World.ResourceGroup, "--file", file);
        await az.RunAsync("container", "create", "-g", World.ResourceGroup, "-n", "from-options", "--image", "busybox", "--cpu", "1", "--memory", "1.5", "--os-type", "Linux");
        var shown = await az.RunAsync("container", "show", "-g", World.ResourceGroup, "-n", "from-file");
        var listed = await az.RunAsync("container", "list", "-g", World.ResourceGroup);
        var everywhere = await az.RunAsync("container", "list");
        var resource = await az.RunAsync("resource", "show", "--ids", ArmClientOf.GroupPath("from-file"), "--api-version", "2023-05-01");
        var resources = await az.RunAsync("resource", "list", "-g", World.ResourceGroup);
        await az.RunAsync("resource", "delete", "--ids", ArmClientOf.GroupPath("from-options"), "--api-version", "2023-05-01");
        await az.RunAsync("container", "delete", "-g", World.ResourceGroup, "-n", "from-file", "--yes");
        await az.RunAsync("container", "delete", "-g", World.ResourceGroup, "-n", "from-file", "--yes");

        Assert.That(shown!["instanceView"]!["state"]!.GetValue<string>(), Is.EqualTo("Running"));
        Assert.That((listed!.AsArray().Count, everywhere!.AsArray().Count), Is.EqualTo((2, 2)));
        Assert.That(resource!["properties"]!["provisioningState"]!.GetValue<string>(), Is.EqualTo("Succeeded"));
        Assert.That(resources!.AsArray().Select(one => one!["name"]!.GetValue<string>()), Does.Contain("from-file"));
        Assert.That(cloud.Azure.ContainerGroups, Is.Empty);
    }

    [Test]
    public async Task Az_reads_logs_and_the_subnet()
    {
        await using var cloud = await CloudWithImages.StartAsync("echo hello from the container; sleep 1000");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        await arm.PutAsync(ArmClientOf.GroupPath("agent-1"), CloudWithImages.Body());
        await arm.GetUntilAsync($"{ArmClientOf.GroupPath("agent-1")}/containers/agent/logs", one => one.Body?["content"]?.GetValue<string>().Length > 0);
        var az = await AzCommandLine.SignInAsync(cloud);

        var logs = await az.TextAsync("container", "logs", "-g", World.ResourceGroup, "-n", "agent-1");
        var group = await az.RunAsync("group", "show", "-n", World.ResourceGroup);
        var subnet = await az.RunAsync("resource", "show", "--ids", World.SubnetId, "--api-version", "2022-01-01");

        Assert.That(logs, Does.Contain("hello from the container"));
        Assert.That(group!["location"]!.GetValue<string>(), Is.EqualTo(World.Location));
        Assert.That(subnet!["name"]!.GetValue<string>(), Is.EqualTo(World.Subnet));
    }
}
