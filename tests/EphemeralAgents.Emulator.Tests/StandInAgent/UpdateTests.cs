using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.StandInAgent;

public sealed class UpdateTests
{
    [TestCase(4, "run", "--once")]
    [TestCase(3, "run")]
    public async Task Told_to_update_it_exits_and_the_update_succeeds_once_it_has_gone(int exitCode, params string[] arguments)
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        await using var process = agent.Start(arguments);
        await process.WroteAsync("Listening for Jobs");
        using var updated = new FileSystemWatcher(Path.Combine(agent.Root, "_diag"), "SelfUpdate-*.succeed");
        var succeeded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        updated.Created += (_, _) => succeeded.TrySetResult();
        updated.EnableRaisingEvents = true;

        Refresh(agent);

        Assert.That(await process.ExitAsync(), Is.EqualTo(exitCode));
        Assert.That(agent.Agent.IsOnline, Is.False);
        await succeeded.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    [Test]
    public async Task Told_to_ignore_updates_it_goes_on()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        agent.Environment["agent.disableupdate"] = "1";
        await using var process = agent.Start("run", "--once");
        await process.WroteAsync("Listening for Jobs");

        Refresh(agent);

        Assert.That((await new SomeJob().Script("true").Queue(cloud).OutcomeAsync()).Result, Is.EqualTo(JobResult.Succeeded));
        Assert.That(await process.ExitAsync(), Is.Zero);
    }

    private static void Refresh(InstalledAgent agent)
    {
        var organization = agent.Cloud.AzureDevOps;
        lock (organization.Gate)
        {
            agent.Agent.Send(new AgentMessage(
                organization.NextMessageId(), "AgentRefresh", $$"""{"agentId":{{agent.Id}},"timeout":"00:01:00","targetVersion":"5.300.0"}""", Request: null));
        }
    }
}
