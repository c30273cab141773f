using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Supervisor.Tests;

public sealed class RestartGuardTests
{
    [Test]
    public async Task An_agent_that_has_run_its_job_is_not_started_again_but_cleaned_up()
    {
        await using var harness = new Harness("exit 0");
        harness.Pools.Agents[7] = harness.Pools.Agents[7] with { HasRunJob = true };

        await harness.RunAsync();

        Assert.That(harness.Agent.Starts, Is.Empty);
        Assert.That(harness.Log.Calls, Is.EqualTo(["find-agent 7", "delete-agent 7", "delete-group deploy-1"]));
    }

    [Test]
    public async Task An_agent_whose_job_is_still_assigned_is_not_started()
    {
        await using var harness = new Harness("exit 0");
        harness.Pools.Agents[7] = harness.Pools.Agents[7] with { IsRunningJob = true };

        var run = harness.RunAsync();
        await harness.PassAsync(TimeSpan.FromSeconds(1));
        harness.Pools.Agents[7] = harness.Pools.Agents[7] with { IsRunningJob = false };
        await harness.PassAsync(TimeSpan.FromSeconds(2));
        await run;

        Assert.That(harness.Agent.Starts, Is.Empty);
        Assert.That(harness.Pools.Agents, Is.Empty);
    }

    [Test]
    public async Task An_agent_that_is_gone_is_not_started_and_the_group_stays_for_its_provisioner()
    {
        await using var harness = new Harness("exit 0");
        harness.Pools.Agents.Clear();

        await harness.RunAsync();

        Assert.That(harness.Agent.Starts, Is.Empty);
        Assert.That(harness.Log.Calls, Is.EqualTo(["find-agent 7"]));
        Assert.That(harness.Stages[^2..], Is.EqualTo(["guard failed", "supervisor.ended ok"]));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task After_its_time_the_agent_is_not_started_with_or_without_a_token(bool hasToken)
    {
        await using var harness = new Harness("exit 0") { HasToken = hasToken };
        harness.Bundle = harness.Bundle with { StartBefore = harness.Clock.GetUtcNow() };

        await harness.RunAsync();

        Assert.That(harness.Agent.Starts, Is.Empty);
        Assert.That(harness.DetailOf("guard"), Does.Contain("too late"));
        Assert.That(harness.Groups.Groups, Contains.Key(harness.Group));
    }

    [Test]
    public async Task A_server_that_refuses_to_answer_means_no_at_once()
    {
        await using var harness = new Harness("exit 0");
        harness.Pools.Before = (_, _) => throw new ProvisioningException(ExitCode.NotPermitted, "401");

        await harness.RunAsync();

        Assert.That(harness.Agent.Starts, Is.Empty);
        Assert.That(harness.Log.Calls, Is.EqualTo(["find-agent 7"]));
    }

    [Test]
    public async Task A_server_that_cannot_be_reached_is_asked_for_a_minute_and_then_means_no()
    {
        await using var harness = new Harness("exit 0");
        harness.Pools.Before = (_, _) => throw new HttpRequestException("503");

        var run = harness.RunAsync();
        foreach (var delay in (int[])[1, 2, 4, 8, 10, 10, 10, 10]) await harness.PassAsync(TimeSpan.FromSeconds(delay));
        await run;

        Assert.That(harness.Agent.Starts, Is.Empty);
        Assert.That(harness.DetailOf("guard"), Does.Contain("could not be asked"));
    }
}
