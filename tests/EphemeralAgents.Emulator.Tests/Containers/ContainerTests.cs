using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Tests.Azure;

namespace EphemeralAgents.Emulator.Tests.Containers;

public sealed class ContainerTests
{
    private static readonly string Path = ArmClientOf.GroupPath("agent-1");

    [Test]
    public async Task A_container_sees_its_own_environment_and_nothing_of_the_emulators()
    {
        await using var cloud = await CloudWithImages.StartAsync("env | sort; pwd; exit 0");

        var log = await RunAsync(cloud, CloudWithImages.Body());

        var names = log.Split('\n').Where(line => line.Contains('=')).Select(line => line.Split('=')[0]);
        Assert.That(names, Is.EquivalentTo(new[]
        {
            "DOTNET_ROOT", "FROM_IMAGE", "Fabric_CodePackageName", "HOME", "HOSTNAME", "NODE_EXTRA_CA_CERTS", "PATH", "PLAIN", "PWD", "SSL_CERT_DIR", "SSL_CERT_FILE", "TOKEN",
        }));
        Assert.That(log, Does.Contain($"SSL_CERT_FILE={cloud.CaCertificatePath}").And.Contain($"FROM_IMAGE={cloud.Folder}/containers/agent-1-agent-"));
    }

    [Test]
    public async Task The_command_of_the_request_replaces_the_images()
    {
        await using var cloud = await CloudWithImages.StartAsync("echo image; exit 0");

        var log = await RunAsync(cloud, CloudWithImages.Body(body => body["properties"]!["containers"]![0]!["properties"]!["command"] = new JsonArray("/bin/sh", "-c", "echo request")));

        Assert.That(log, Is.EqualTo("request\n"));
    }

    [Test]
    public async Task Every_start_has_a_fresh_copy_of_the_image()
    {
        await using var cloud = await CloudWithImages.StartAsync("ls; touch written; [ -f second ] || exit 1");

        var log = await RunAsync(cloud, CloudWithImages.Body(), "Failed");

        Assert.That(log, Is.EqualTo("image.json\nrun.sh\n"));
        Assert.That(Directory.GetDirectories(System.IO.Path.Combine(cloud.Folder, "containers")), Is.Empty);
    }

    [Test]
    public async Task As_root_containers_get_users_of_their_own_and_the_agents_folder_belongs_to_them()
    {
        if (!Environment.IsPrivilegedProcess) Assert.Ignore("Users are separated for root only.");
        await using var cloud = await CloudWithImages.StartAsync("echo \"$@\"; stat -c '%n %u' agent agent/file run.sh; exit 0");
        if (cloud.Azure.Containers.Warning is { } warning) Assert.Ignore(warning);
        var image = CloudWithImages.AddImage(cloud, World.AgentImage, "echo \"$@\"; stat -c '%n %u' agent agent/file run.sh; exit 0");
        Directory.CreateDirectory(System.IO.Path.Combine(image, "agent"));
        await File.WriteAllTextAsync(System.IO.Path.Combine(image, "agent", "file"), "");

        var log = await RunAsync(cloud, CloudWithImages.Body());

        var user = log.Split('\n')[0]["--user ".Length..];
        Assert.That(int.Parse(user), Is.GreaterThanOrEqualTo(20000));
        Assert.That(log, Is.EqualTo($"--user {user}\nagent {user}\nagent/file {user}\nrun.sh 0\n"));
    }

    [Test]
    public async Task A_process_that_left_the_session_and_its_folder_ends_with_the_container()
    {
        await using var cloud = await CloudWithImages.StartAsync("cd /; setsid sleep 987.654 & echo started; sleep 0.2; exit 0");

        await RunAsync(cloud, CloudWithImages.Body());

        Assert.That(CommandLines().Where(line => line.Contains("987.654")), Is.Empty);
    }

    [Test]
    public async Task A_container_may_delete_its_own_group()
    {
        await using var cloud = await CloudWithImages.StartAsync("""
            trap '' TERM
            token=$(curl -s -H Metadata:true "$AZURE_POD_IDENTITY_AUTHORITY_HOST/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com" | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
            until curl -s -f -X DELETE --cacert "$SSL_CERT_FILE" -H "Authorization: Bearer $token" "$ARM?api-version=2023-05-01"; do sleep 0.1; done
            """, new() { Latencies = Latencies.None, StopGrace = TimeSpan.FromMilliseconds(300) });
        if (!File.Exists("/usr/bin/curl")) Assert.Ignore("curl is not installed.");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        await arm.PutAsync(Path, CloudWithImages.Body(body =>
        {
            body["identity"] = CloudWithImages.Identity(World.CleanupIdentityId);
            body["properties"]!["containers"]![0]!["properties"]!["environmentVariables"]![0] = new JsonObject { ["name"] = "ARM", ["value"] = new Uri(cloud.Address, Path).ToString() };
        }));

        await arm.GetUntilAsync(Path, one => one.Status == 404);
        await cloud.Azure.SettledAsync();

        Assert.That(cloud.Azure.ContainerGroups, Is.Empty);
        Assert.That(CommandLines().Where(line => line.Contains(cloud.Folder)), Is.Empty);
    }

    private static async Task<string> RunAsync(EmulatedCloud cloud, JsonObject body, string state = "Succeeded")
    {
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        await arm.PutAsync(Path, body);
        await arm.GetUntilAsync(Path, one => one.State == state);
        return (await arm.GetAsync($"{Path}/containers/agent/logs")).Body!["content"]!.GetValue<string>();
    }

    private static IEnumerable<string> CommandLines() => Directory.GetDirectories("/proc").Select(folder =>
    {
        try
        {
            return File.ReadAllText($"{folder}/cmdline").Replace('\0', ' ');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    });
}
