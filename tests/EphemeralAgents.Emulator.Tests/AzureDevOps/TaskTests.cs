using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

internal sealed class TaskTests
{
    [TestCase("", "Bash,CmdLine,PowerShell")]
    [TestCase("/d9bafed4-0b18-4f58-968d-86655b4d2ce9", "CmdLine")]
    public async Task Tasks_are_listed(string path, string names)
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync("GET", $"_apis/distributedtask/tasks{path}", organization.Build());

        Assert.That(string.Join(',', answer.Json["value"]!.AsArray().Select(task => (string)task!["name"]!)), Is.EqualTo(names));
        Assert.That(answer.Json["value"]![0]!["version"]!.ToJsonString(), new WireShape("""{"major":"*","minor":250,"patch":1,"isTest":false}"""));
    }

    [Test]
    public async Task An_unknown_task_is_not_found()
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync("GET", $"_apis/distributedtask/tasks/{Guid.NewGuid()}", organization.Build());

        Assert.That((answer.Status, answer.ErrorType), Is.EqualTo((404, "TaskDefinitionNotFoundException")));
    }

    [Test]
    public async Task A_registered_folder_is_downloaded_as_a_zip()
    {
        await using var organization = await TestOrganization.StartAsync();
        var folder = Directory.CreateDirectory(Path.Combine(organization.Cloud.Folder, "task"));
        var id = Guid.NewGuid();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "task.json"), $$"""{"id":"{{id}}","name":"EphemeralPipelinesAgents","version":{"Major":1,"Minor":2,"Patch":"3"} }""");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "launch.js"), "");

        var task = organization.Organization.Tasks.Add(folder.FullName);
        using var zip = await DownloadAsync(organization, id, "1.2.3");

        Assert.That(task.Reference, Is.EqualTo(new TaskReference(id, "EphemeralPipelinesAgents", "1.2.3")));
        Assert.That(zip.Entries.Select(entry => entry.FullName), Is.EquivalentTo(new[] { "task.json", "launch.js" }));
    }

    [TestCase("echo hello", 0, "hello")]
    [TestCase("echo hello; exit 3", 0, "##vso[task.complete result=Failed;]bash exited with code '3'.")]
    public async Task The_script_task_runs_a_script(string script, int exitCode, string lastLine)
    {
        if (OperatingSystem.IsWindows() || !HasNode()) Assert.Ignore("Needs node and a POSIX shell.");
        await using var organization = await TestOrganization.StartAsync();
        using var zip = await DownloadAsync(organization, TaskCatalog.CmdLine, "2.250.1");
        var folder = Path.Combine(organization.Cloud.Folder, "CmdLine");
        zip.ExtractToDirectory(folder);
        var definition = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "task.json")))!;

        using var node = Process.Start(new ProcessStartInfo("node", Path.Combine(folder, (string)definition["execution"]!["Node20_1"]!["target"]!))
        {
            UseShellExecute = false, RedirectStandardOutput = true, Environment = { ["INPUT_SCRIPT"] = script, ["AGENT_TEMPDIRECTORY"] = folder },
        })!;
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();

        Assert.That((node.ExitCode, output.TrimEnd().Split('\n')[^1]), Is.EqualTo((exitCode, lastLine)));
    }

    [Test]
    public async Task Agent_packages_come_newest_first()
    {
        await using var organization = await TestOrganization.StartAsync();
        organization.Organization.AgentPackages.Add(new Version(4, 270, 0));

        var answer = await organization.SendAsync("GET", "_apis/distributedtask/packages/agent/linux-x64?$top=2", organization.Build());
        var one = await organization.SendAsync("GET", "_apis/distributedtask/packages/agent/linux-x64/4.266.2", organization.Build());
        var every = await organization.SendAsync("GET", "_apis/distributedtask/packages/agent", organization.Build());
        var none = await organization.SendAsync("GET", "_apis/distributedtask/packages/agent/linux-x64/1.0.0", organization.Build());

        Assert.That(answer.Json["value"]!.AsArray().Select(package => package!["version"]!.ToJsonString()), Is.EqualTo(new[] { """{"major":4,"minor":270,"patch":0}""", """{"major":4,"minor":266,"patch":2}""" }));
        Assert.That(one, new WireShape("""
            {"type":"agent","platform":"linux-x64","createdOn":"*","version":{"major":4,"minor":266,"patch":2},
             "downloadUrl":"https://download.agent.dev.azure.com/agent/4.266.2/vsts-agent-linux-x64-4.266.2.tar.gz","infoUrl":"*","filename":"vsts-agent-linux-x64-4.266.2.tar.gz"}
            """));
        Assert.That((int)every.Json["count"]!, Is.EqualTo(20));
        Assert.That(none.Status, Is.EqualTo(404));
    }

    private static async Task<ZipArchive> DownloadAsync(TestOrganization organization, Guid id, string version)
    {
        var answer = await organization.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"_apis/distributedtask/tasks/{id}/{version}")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", organization.Build()), Accept = { MediaTypeWithQualityHeaderValue.Parse("application/zip;api-version=3.0;res-version=1") } },
        });
        Assert.That(answer.Message.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/zip"));
        return new ZipArchive(new MemoryStream(answer.Content));
    }

    private static bool HasNode() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "node")));
}
