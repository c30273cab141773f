using System.Runtime.InteropServices;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Tests.StandInAgent;

public sealed class SessionTests
{
    [Test]
    public async Task Interrupted_it_deletes_its_session_and_exits_with_0()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        await using var process = agent.Start("run", "--once");
        await process.WroteAsync("Listening for Jobs");
        Assert.That(agent.Agent.IsOnline, Is.True);

        process.Signal(PosixSignal.SIGINT);

        Assert.That(await process.ExitAsync(), Is.Zero);
        Assert.That(agent.Agent.IsOnline, Is.False);
    }

    [Test]
    public async Task Interrupted_during_a_job_it_cancels_the_job_first()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        var job = new SomeJob().Script("echo working; exec sleep 60");
        var request = job.Queue(cloud);
        await using var process = agent.Start("run", "--once");
        await job.PrintedAsync("working");

        process.Signal(PosixSignal.SIGINT);

        Assert.That((await request.OutcomeAsync()).Result, Is.EqualTo(JobResult.Canceled));
        Assert.That(await process.ExitAsync(), Is.Zero);
        Assert.That(agent.Agent.IsOnline, Is.False);
    }

    [Test]
    public async Task Terminated_it_dies_and_leaves_its_session_behind()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        await using var process = agent.Start("run", "--once");
        await process.WroteAsync("Listening for Jobs");

        process.Signal(PosixSignal.SIGTERM);

        Assert.That(await process.ExitAsync(), Is.EqualTo(143));
        Assert.That(agent.Agent.IsOnline, Is.True);
    }

    [Test]
    public async Task A_second_start_meets_the_session_of_the_first_and_waits()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        await using var first = agent.Start("run");
        await first.WroteAsync("Listening for Jobs");

        await using var second = agent.Start("run", "--once");

        await second.WroteAsync("A session for this agent already exists.");
        await second.WroteAsync("Retrying every 30 seconds.");
        second.Signal(PosixSignal.SIGINT);
        Assert.That(await second.ExitAsync(), Is.Zero);
        Assert.That(agent.Agent.IsOnline, Is.True);
    }

    [Test]
    public async Task An_agent_that_the_server_does_not_know_exits_with_1()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud, settings => settings["agentId"] = 4711);

        await using var process = agent.Start("run", "--once");

        Assert.That(await process.ExitAsync(), Is.EqualTo(1));
        Assert.That(process.Output, Does.Contain("The agent no longer exists on the server."));
    }

    [Test]
    public async Task It_asks_for_a_new_token_when_its_own_is_refused()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        await using var process = agent.Start("run", "--once");
        await process.WroteAsync("Listening for Jobs");

        cloud.Tokens.Revoke(token => token.Principal.Kind == PrincipalKind.Agent);

        Assert.That((await new SomeJob().Script("true").Queue(cloud).OutcomeAsync()).Result, Is.EqualTo(JobResult.Succeeded));
        Assert.That(await process.ExitAsync(), Is.Zero);
        Assert.That(cloud.Requests.All.Count(request => request.Path.EndsWith("/oauth2/token", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public async Task It_makes_a_new_session_when_its_own_has_expired()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        await using var process = agent.Start("run", "--once");
        await process.WroteAsync("Listening for Jobs");

        lock (cloud.AzureDevOps.Gate) agent.Pool.Close(agent.Agent);

        await process.WroteAsync("a new one was made");
        Assert.That(agent.Agent.IsOnline, Is.True);
    }

    [Test]
    public async Task Without_its_settings_it_exits_with_2()
    {
        var root = InstalledAgent.Unpack();
        try
        {
            await using var process = AgentProcess.Start(root, ["run", "--once"], new Dictionary<string, string?>());

            Assert.That(await process.ExitAsync(), Is.EqualTo(2));
            Assert.That(process.Output, Does.Contain("Not configured"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Test]
    public async Task Its_environment_becomes_capabilities_except_what_is_to_be_ignored()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        agent.Environment["SEALED"] = "not for readers";
        agent.Environment["VSO_AGENT_IGNORE"] = "OTHER,SEALED";
        agent.Environment["SYSTEM_ACCESSTOKEN"] = "nor this";
        agent.Environment["LONG"] = new string('x', 1024);
        agent.Environment["OPEN"] = "for all";
        File.WriteAllLines(Path.Combine(agent.Root, ".env"), ["FROM_FILE=yes"]);
        File.WriteAllLines(Path.Combine(agent.Root, ".capabilities"), ["region=westeurope", "Agent.Name=someone else"]);

        await using var process = agent.Start("run", "--once");
        await process.WroteAsync("Listening for Jobs");

        var capabilities = agent.Agent.SystemCapabilities;
        Assert.That(capabilities.Keys, Has.None.AnyOf("SEALED", "SYSTEM_ACCESSTOKEN", "VSO_AGENT_IGNORE", "LONG"));
        Assert.That(capabilities["OPEN"], Is.EqualTo("for all"));
        Assert.That(capabilities["FROM_FILE"], Is.EqualTo("yes"));
        Assert.That(capabilities["region"], Is.EqualTo("westeurope"));
        Assert.That(capabilities["Agent.Name"], Is.EqualTo("deploy-1"));
        Assert.That(capabilities["Agent.HomeDirectory"], Is.EqualTo(agent.Root));
    }

    [Test]
    public async Task It_starts_as_the_official_client_does()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        cloud.Requests.Clear();

        await using var process = agent.Start("run", "--once");
        await process.WroteAsync("Listening for Jobs");

        var requests = cloud.Requests.All.Select(request => $"{request.Status} {request.Method} {request.Path}").ToArray();
        Assert.That(requests.Where(request => request.EndsWith("connectionData", StringComparison.Ordinal)), Has.Exactly(3).StartsWith("401").And.Exactly(3).StartsWith("200"));
        Assert.That(requests, Has.One.EqualTo("200 POST /fabrikam/_apis/oauth2/token"));
        Assert.That(requests[^2..], Is.EqualTo(new[] { "200 OPTIONS /fabrikam/_apis/", $"200 POST /fabrikam/_apis/distributedtask/pools/{World.PoolId}/sessions" }));
    }
}
