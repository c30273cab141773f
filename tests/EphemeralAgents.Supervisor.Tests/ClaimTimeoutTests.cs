namespace EphemeralAgents.Supervisor.Tests;

public sealed class ClaimTimeoutTests
{
    private const string Waiting = FakeAgent.GoOnline + "\n" + FakeAgent.WaitForInterrupt;

    [Test]
    public async Task An_agent_without_a_job_is_unregistered_first_then_interrupted()
    {
        await using var harness = new Harness(Waiting);

        var run = await OnlineAsync(harness);
        await harness.PassUntilAsync(run, Harness.ClaimTimeout);

        Assert.That(harness.Agent.Has("interrupted"), Is.True);
        Assert.That(harness.Stages.SkipWhile(stage => stage != "agent.online ok"), Is.EqualTo([
            "agent.online ok", "agent.unregistered ok", "job.none ok", "agent.interrupted ok", "agent.exited ok", "group.deleting ok", "group.deleted ok", "supervisor.ended ok",
        ]));
    }

    [Test]
    public async Task An_agent_whose_job_is_cancelled_before_it_starts_is_asked_about_again_and_ended()
    {
        await using var harness = new Harness(Waiting);

        var run = await OnlineAsync(harness);
        harness.Pools.Agents[7] = harness.Pools.Agents[7] with { IsRunningJob = true };
        await harness.PassUntilAsync(harness.Output.HasAsync("The server says that the agent has a job"), Harness.ClaimTimeout);
        harness.Pools.Agents[7] = harness.Pools.Agents[7] with { IsRunningJob = false };
        await harness.PassUntilAsync(run, TimeSpan.FromMinutes(1));

        Assert.That(harness.Agent.Has("interrupted"), Is.True);
        Assert.That(harness.Groups.Groups, Is.Empty);
    }

    [Test]
    public async Task An_agent_that_the_server_knows_to_be_busy_is_let_run()
    {
        await using var harness = new Harness(Waiting);

        var run = await OnlineAsync(harness);
        harness.Pools.Agents[7] = harness.Pools.Agents[7] with { IsRunningJob = true };
        await harness.PassUntilAsync(harness.Output.HasAsync("The server says that the agent has a job"), Harness.ClaimTimeout);
        Assert.That(harness.Agent.Has("interrupted"), Is.False);

        harness.Pools.Agents[7] = harness.Pools.Agents[7] with { IsRunningJob = false };
        await harness.StopAsync();
        await run;
    }

    [Test]
    public async Task A_job_that_started_ends_the_waiting_for_one()
    {
        await using var harness = new Harness($"{FakeAgent.GoOnline}; {FakeAgent.StartJob}\n{FakeAgent.WaitForInterrupt}");

        var run = harness.RunAsync();
        await harness.Output.HasAsync("job.started");
        await harness.Agent.MadeAsync("waiting");
        harness.Clock.Advance(Harness.ClaimTimeout * 2);
        Assert.That(harness.DetailOf("job.started"), Is.EqualTo("4f2c1e5a-0000-4000-8000-00000000000a"));
        Assert.That(harness.Log.Calls, Is.EqualTo(["find-agent 7"]));

        await harness.StopAsync();
        await run;
    }

    [Test]
    public async Task Without_a_token_an_agent_without_a_worker_is_interrupted()
    {
        await using var harness = new Harness(Waiting) { HasToken = false };

        var run = await OnlineAsync(harness);
        await harness.PassUntilAsync(run, Harness.ClaimTimeout);

        Assert.That(harness.DetailOf("job.none"), Does.Contain("no worker is running"));
        Assert.That(harness.Agent.Has("interrupted"), Is.True);
    }

    [Test]
    public async Task Without_a_token_a_worker_that_runs_is_a_job()
    {
        await using var harness = new Harness($"(exec -a Agent.Worker sleep 1000) &\n{Waiting}") { HasToken = false };

        var run = await OnlineAsync(harness);
        await harness.PassUntilAsync(harness.Output.HasAsync("A worker is running"), Harness.ClaimTimeout);
        Assert.That(harness.Agent.Has("interrupted"), Is.False);

        await harness.StopAsync();
        await run;
        Assert.That(harness.Stages, Does.Contain("agent.killed ok"), "its worker is left");
    }

    [Test]
    public async Task Without_a_token_the_silence_of_an_agent_that_never_connected_proves_nothing()
    {
        await using var harness = new Harness(FakeAgent.WaitForInterrupt) { HasToken = false };

        var run = harness.RunAsync();
        await harness.Agent.MadeAsync("waiting");
        await harness.PassUntilAsync(harness.Output.HasAsync("never told that it is online"), Harness.ClaimTimeout);
        Assert.That(harness.Agent.Has("interrupted"), Is.False);

        await harness.PassAsync(Harness.MaxLifetime);
        await run;
        Assert.That(harness.Stages, Does.Contain("lifetime.exceeded failed"));
    }

    [Test]
    public async Task Without_a_token_an_agent_that_comes_online_late_has_its_time_from_then()
    {
        await using var harness = new Harness($"while [ ! -e $root/go ]; do read -t 0.05 -u 9; done 9<>$root/never\n{Waiting}") { HasToken = false };

        var run = harness.RunAsync();
        await harness.PassUntilAsync(harness.Output.HasAsync("never told that it is online"), Harness.ClaimTimeout);
        await File.WriteAllTextAsync(harness.Agent.In("go"), "");
        await harness.Agent.MadeAsync("waiting");
        await harness.PassUntilAsync(run, Harness.ClaimTimeout);

        Assert.That(harness.Stages, Does.Contain("job.none ok").And.Contain("agent.interrupted ok"));
    }

    [Test]
    public async Task With_a_token_the_server_decides_about_an_agent_that_never_connected()
    {
        await using var harness = new Harness(FakeAgent.WaitForInterrupt);

        var run = harness.RunAsync();
        await harness.Agent.MadeAsync("waiting");
        await harness.PassUntilAsync(run, Harness.ClaimTimeout);

        Assert.That(harness.Stages, Does.Contain("job.none ok").And.Contain("agent.interrupted ok"));
    }

    private static async Task<Task> OnlineAsync(Harness harness)
    {
        var run = harness.RunAsync();
        await harness.Output.HasAsync("agent.online");
        await harness.Agent.MadeAsync("waiting");
        return run;
    }
}
