using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.StandInAgent;

public sealed class TaskStepTests
{
    private static readonly TaskReference Probe = new(new Guid("b7a8c6f0-0000-4000-8000-000000000077"), "Probe", "1.2.3");

    [Test]
    public async Task A_task_of_an_extension_gets_its_inputs_connections_and_secrets()
    {
        RequireNode();
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        AddTask(cloud, agent.Root, """
            const e = process.env;
            const id = e.INPUT_CONNECTION;
            console.log(`size=[${e.INPUT_SIZE}] place=[${e.INPUT_PLACE}] url=${e['ENDPOINT_URL_' + id]} tenant=${e['ENDPOINT_AUTH_PARAMETER_' + id + '_TENANTID']}`);
            console.log(`key=${e['ENDPOINT_AUTH_PARAMETER_' + id + '_SERVICEPRINCIPALKEY'].length} data=${e['ENDPOINT_DATA_' + id + '_SUBSCRIPTIONID']} scheme=${e['ENDPOINT_AUTH_SCHEME_' + id]}`);
            console.log(`token=${e.ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN.length > 20} secret=${e.SECRET_MY_SECRET.length} public=${e.BUILD_BUILDID} names=${JSON.parse(e.VSTS_SECRET_VARIABLES).length}`);
            console.error('##vso[task.setvariable variable=agents;isOutput=true]deploy-7');
            console.log('##vso[task.complete result=SucceededWithIssues]done');
            """);
        var connection = Guid.NewGuid();
        var job = new SomeJob().Variable("my.secret", "hunter-two", isSecret: true)
            .Step(Probe, new Dictionary<string, string> { ["place"] = "  $(Build.BuildId) \n", ["connection"] = connection.ToString() }, name: "probe");
        job.Connections.Add(new ServiceConnection(
            connection, "azure", "azurerm", new Uri("https://management.azure.com/"), "ServicePrincipal",
            new Dictionary<string, string> { ["tenantid"] = "the-tenant", ["serviceprincipalkey"] = "s3cret" }, new Dictionary<string, string> { ["subscriptionId"] = "the-subscription" }));
        var request = job.Queue(cloud);

        await using var process = agent.Start("run", "--once");
        var outcome = await request.OutcomeAsync();
        await process.ExitAsync();

        Assert.That(job.ConsoleOf(0), Does.Contain("size=[small] place=[7] url=https://management.azure.com/ tenant=the-tenant"));
        Assert.That(job.ConsoleOf(0), Does.Contain("key=6 data=the-subscription scheme=ServicePrincipal"));
        Assert.That(job.ConsoleOf(0), Does.Contain("token=true secret=10 public=7 names=2"));
        Assert.That(outcome.Result, Is.EqualTo(JobResult.SucceededWithIssues));
        Assert.That(outcome.Outputs["probe.agents"].Value, Is.EqualTo("deploy-7"));
        Assert.That(File.Exists(Path.Combine(agent.Root, "_work", "_tasks", $"Probe_{Probe.Id}", "1.2.3", "probe.js")), Is.True);
        Assert.That(File.Exists(Path.Combine(agent.Root, "_work", "_tasks", $"Probe_{Probe.Id}", "1.2.3.completed")), Is.True);
    }

    [Test]
    public async Task A_cancelled_task_is_interrupted_and_may_clean_up()
    {
        RequireNode();
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        AddTask(cloud, agent.Root, """
            process.on('SIGINT', () => { console.log('cleaned up'); process.exit(0); });
            setInterval(() => {}, 1000);
            console.log('working');
            """);
        var job = new SomeJob().Step(Probe, new Dictionary<string, string>());
        var request = job.Queue(cloud);

        await using var process = agent.Start("run", "--once");
        await job.PrintedAsync("working");
        cloud.AzureDevOps.Cancel(request);

        Assert.That((await request.OutcomeAsync()).Result, Is.EqualTo(JobResult.Canceled));
        Assert.That(job.ConsoleOf(0), Does.Contain("cleaned up"));
        await process.ExitAsync();
    }

    private static void AddTask(EmulatedCloud cloud, string root, string script)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "probe-source")).FullName;
        File.WriteAllText(Path.Combine(folder, "probe.js"), script);
        File.WriteAllText(Path.Combine(folder, "task.json"), $$"""
            {
              "id": "{{Probe.Id}}", "name": "Probe", "version": { "Major": 1, "Minor": 2, "Patch": 3 },
              "inputs": [
                { "name": "size", "type": "string", "defaultValue": "small" },
                { "name": "place", "type": "string" },
                { "name": "connection", "type": "connectedService:AzureRM" }
              ],
              "execution": { "Node20_1": { "target": "probe.js" }, "Node24": { "target": "probe.js" } }
            }
            """);
        cloud.AzureDevOps.Tasks.Add(folder);
    }

    private static void RequireNode()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "node")))) Assert.Ignore("Needs node in the PATH.");
    }
}
