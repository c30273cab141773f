namespace EphemeralAgents.Supervisor.Tests;

public sealed class ExitCodeTests
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    [TestCase(3, "succeed")]
    [TestCase(4, "succeed")]
    [TestCase(4, "failed")]
    public async Task An_agent_that_updates_itself_is_started_again_when_its_update_has_ended(int code, string marker)
    {
        await using var harness = new Harness(UpdatingOnce(code));

        var run = harness.RunAsync();
        await harness.Output.HasAsync("agent.updating");
        await harness.PassAsync(Poll);
        Assert.That(harness.Agent.Starts, Has.Count.EqualTo(1), "half an update is no agent");

        await File.WriteAllTextAsync(harness.Agent.In($"_diag/SelfUpdate-20260302-090000.{marker}"), "");
        await harness.PassUntilAsync(run, Poll);

        Assert.That(harness.Agent.Starts, Is.EqualTo(["run --once", "run --once"]));
        Assert.That(harness.Stages, Does.Contain(marker == "succeed" ? "agent.updated ok" : "agent.updated failed").And.Contain("group.deleted ok"));
    }

    [Test]
    public async Task An_agent_that_never_stops_updating_is_started_again_at_most_twice()
    {
        await using var harness = new Harness("mkdir -p $root/_diag; touch $root/_diag/SelfUpdate-$(wc -l < $root/starts).succeed; exit 4");
        harness.Bundle = harness.Bundle with { KeepOnFailure = true };

        await harness.RunAsync();

        Assert.That(harness.Agent.Starts, Has.Count.EqualTo(3));
        Assert.That(harness.Stages, Does.Contain("group.kept skipped"));
    }

    [Test]
    public async Task An_update_that_does_not_end_is_given_up_and_the_marker_of_an_earlier_one_is_not_taken_for_its_own()
    {
        await using var harness = new Harness(UpdatingOnce(4));
        Directory.CreateDirectory(harness.Agent.In("_diag"));
        await File.WriteAllTextAsync(harness.Agent.In("_diag/SelfUpdate-20260101-090000.succeed"), "");
        harness.Settings = harness.Settings with { UpdateTimeout = Poll };

        var run = harness.RunAsync();
        await harness.PassAsync(Poll);
        await run;

        Assert.That(harness.Agent.Starts, Has.Count.EqualTo(1));
        Assert.That(harness.Stages, Does.Contain("agent.updated failed").And.Contain("group.deleted ok"));
    }

    [TestCase(1)]
    [TestCase(2)]
    public async Task An_agent_that_crashes_before_any_job_gets_a_second_chance_and_no_third(int code)
    {
        await using var harness = new Harness($"exit {code}");

        await harness.RunAsync();

        Assert.That(harness.Agent.Starts, Has.Count.EqualTo(2));
        Assert.That(harness.Log.Calls, Is.EqualTo(["find-agent 7", "find-agent 7", "delete-agent 7", "delete-group deploy-1"]));
    }

    [TestCase(1)]
    [TestCase(4)]
    public async Task After_a_job_no_exit_code_starts_the_agent_again(int code)
    {
        await using var told = new Harness($"{FakeAgent.GoOnline}; {FakeAgent.StartJob}; until grep -q '' $root/seen 2>/dev/null; do read -t 0.05 -u 9; done 9<>$root/never; exit {code}");
        await using var logged = new Harness($"mkdir -p $root/_diag; touch $root/_diag/Worker_1.log; exit {code}");

        var run = told.RunAsync();
        await told.Output.HasAsync("job.started");
        await File.WriteAllTextAsync(told.Agent.In("seen"), "yes\n");
        await Task.WhenAll(run, logged.RunAsync());

        Assert.That(told.Agent.Starts, Has.Count.EqualTo(1));
        Assert.That(logged.Agent.Starts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_crash_after_the_server_saw_a_job_is_final()
    {
        await using var harness = new Harness("exit 1");
        harness.Pools.Before = (call, _) =>
        {
            if (harness.Agent.Starts.Count > 0 && harness.Pools.Agents.TryGetValue(7, out var agent)) harness.Pools.Agents[7] = agent with { HasRunJob = true };
            return Task.CompletedTask;
        };

        await harness.RunAsync();

        Assert.That(harness.Agent.Starts, Has.Count.EqualTo(1));
    }

    private static string UpdatingOnce(int code) => $"mkdir -p $root/_diag; [ $(wc -l < $root/starts) -gt 1 ] && exit 0; exit {code}";
}
