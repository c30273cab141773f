namespace EphemeralAgents.Supervisor.Tests;

public sealed class StoppingTests
{
    [Test]
    public async Task An_agent_that_has_lived_too_long_is_interrupted_and_counts_as_failed()
    {
        await using var harness = new Harness($"{FakeAgent.GoOnline}; {FakeAgent.StartJob}\n{FakeAgent.WaitForInterrupt}");
        harness.Bundle = harness.Bundle with { KeepOnFailure = true };

        var run = harness.RunAsync();
        await harness.Output.HasAsync("job.started");
        await harness.Agent.MadeAsync("waiting");
        await harness.PassAsync(Harness.MaxLifetime);
        await run;

        Assert.That(harness.Agent.Has("interrupted"), Is.True);
        Assert.That(harness.Stages, Does.Contain("lifetime.exceeded failed").And.Contain("agent.exited ok").And.Contain("group.kept skipped"));
        Assert.That(harness.Pools.Agents, Is.Empty);
    }

    [Test]
    public async Task An_agent_that_does_not_listen_is_killed_with_all_its_children()
    {
        await using var harness = new Harness($"(trap '' INT; sleep 1000) & echo $! > $root/child; {FakeAgent.GoOnline}; {FakeAgent.StartJob}\n{FakeAgent.Hang}");

        var run = harness.RunAsync();
        await harness.Output.HasAsync("job.started");
        await harness.Agent.MadeAsync("waiting");
        await harness.PassAsync(Harness.MaxLifetime);
        await harness.PassAsync(harness.Settings.InterruptGrace);
        await run;

        Assert.That(Processes.IsAlive(harness.Agent.Read("child")), Is.False);
        Assert.That(harness.Stages, Does.Contain("agent.exited failed").And.Contain("agent.killed ok").And.Contain("group.deleted ok"));
    }

    [Test]
    public async Task What_the_agent_leaves_behind_is_killed_before_it_is_unregistered()
    {
        await using var harness = new Harness("sleep 1000 & echo $! > $root/child");
        var wasAlive = true;
        harness.Pools.Before = (call, _) =>
        {
            if (call == "delete-agent") wasAlive = Processes.IsAlive(harness.Agent.Read("child"));
            return Task.CompletedTask;
        };

        await harness.RunAsync();

        Assert.That(wasAlive, Is.False);
    }

    [Test]
    public async Task A_container_that_is_stopped_interrupts_its_agent_unregisters_it_and_leaves_its_group()
    {
        await using var harness = new Harness(FakeAgent.WaitForInterrupt);

        var run = harness.RunAsync();
        await harness.Agent.MadeAsync("waiting");
        await harness.StopAsync();
        await run;

        Assert.That(harness.Agent.Has("interrupted"), Is.True);
        Assert.That(harness.Log.Calls, Is.EqualTo(["find-agent 7", "delete-agent 7"]));
        Assert.That(harness.DetailOf("group.kept"), Does.Contain("stopped from outside"));
    }

    [Test]
    public async Task A_container_that_is_stopped_kills_an_agent_that_does_not_listen_within_the_platforms_grace()
    {
        await using var harness = new Harness(FakeAgent.Hang);

        var run = harness.RunAsync();
        await harness.Agent.MadeAsync("waiting");
        await harness.StopAsync();
        await harness.PassAsync(harness.Settings.StopGrace);
        await run;

        Assert.That(harness.Stages, Does.Contain("agent.killed ok").And.Contain("agent.unregistered ok"));
    }

    [Test]
    public async Task A_container_that_is_stopped_does_not_wait_for_a_server_that_hangs()
    {
        await using var harness = new Harness(FakeAgent.WaitForInterrupt);
        harness.Pools.Before = (call, ct) => call == "delete-agent" ? Task.Delay(Timeout.InfiniteTimeSpan, harness.Clock, ct) : Task.CompletedTask;

        var run = harness.RunAsync();
        await harness.Agent.MadeAsync("waiting");
        await harness.StopAsync();
        await harness.PassAsync(TimeSpan.FromSeconds(5));
        await run;

        Assert.That(harness.DetailOf("agent.unregistered"), Does.Contain("No answer within 5 s"));
    }

    [Test]
    public async Task A_container_that_is_stopped_before_its_agent_ran_touches_nothing()
    {
        await using var harness = new Harness("exit 0");
        harness.Pools.Before = (_, ct) => Task.Delay(Timeout.InfiniteTimeSpan, harness.Clock, ct);

        var run = harness.RunAsync();
        await harness.Output.HasAsync("network.http");
        await harness.StopAsync();
        await run;

        Assert.That(harness.Agent.Starts, Is.Empty);
        Assert.That(harness.Log.Calls, Does.Not.Contain("delete-agent 7").And.Not.Contain("delete-group deploy-1"));
        Assert.That(harness.Stages[^2..], Is.EqualTo(["supervisor.stopped ok", "supervisor.ended ok"]));
    }

    [Test]
    public async Task A_container_that_is_stopped_after_its_agent_has_ended_still_deletes_its_group()
    {
        await using var harness = new Harness("exit 0");
        harness.Pools.Before = (call, _) => call == "delete-agent" ? harness.StopAsync() : Task.CompletedTask;

        await harness.RunAsync();

        Assert.That(harness.Groups.Groups, Is.Empty);
    }
}
