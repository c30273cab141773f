using EphemeralAgents.Agents;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Supervisor.Tests;

public sealed class AgentSupervisorTests
{
    [Test]
    public async Task An_agent_that_ends_is_unregistered_and_its_group_deleted_last()
    {
        await using var harness = new Harness("exit 0");

        await harness.RunAsync();

        Assert.That(harness.Agent.Starts, Is.EqualTo(["run --once"]));
        Assert.That(harness.Log.Calls, Is.EqualTo(["find-agent 7", "delete-agent 7", "delete-group deploy-1"]));
        Assert.That(harness.Stages.Where(stage => !stage.StartsWith("network.", StringComparison.Ordinal)), Is.EqualTo([
            "supervisor.started ok", "agent.user skipped", "files.written ok", "guard ok", "agent.started ok", "agent.exited ok",
            "agent.unregistered ok", "group.deleting ok", "group.deleted ok", "supervisor.ended ok",
        ]));
        Assert.That(harness.Stages.Where(stage => stage.StartsWith("network.", StringComparison.Ordinal)), Is.EqualTo(["network.dns ok", "network.tcp ok", "network.http ok"]));
    }

    [Test]
    public async Task A_container_without_means_leaves_cleaning_up_to_others()
    {
        await using var harness = new Harness("exit 0") { HasToken = false, Means = [] };

        await harness.RunAsync();

        Assert.That(harness.Agent.Starts, Has.Count.EqualTo(1));
        Assert.That(harness.Log.Calls, Is.Empty);
        Assert.That(harness.DetailOf("guard"), Does.Contain("by the clock alone"));
        Assert.That(harness.Stages, Does.Contain("agent.unregistered skipped").And.Contain("group.kept skipped"));
    }

    [Test]
    public async Task A_failed_agents_group_is_kept_only_where_that_was_asked_for()
    {
        await using var kept = new Harness("exit 5");
        kept.Bundle = kept.Bundle with { KeepOnFailure = true };
        await using var deleted = new Harness("exit 5");
        await using var worked = new Harness("exit 0");
        worked.Bundle = worked.Bundle with { KeepOnFailure = true };

        await Task.WhenAll(kept.RunAsync(), deleted.RunAsync(), worked.RunAsync());

        Assert.That(kept.Groups.Groups, Contains.Key(kept.Group));
        Assert.That(kept.Pools.Agents, Is.Empty);
        Assert.That(deleted.Groups.Groups, Is.Empty);
        Assert.That(worked.Groups.Groups, Is.Empty);
    }

    [Test]
    public async Task A_failed_jobs_group_is_kept_although_the_agent_itself_ended_well()
    {
        await using var harness = new Harness("echo '2026-03-02 09:00:00Z: Job deploy completed with result: Failed'");
        harness.Bundle = harness.Bundle with { KeepOnFailure = true };

        await harness.RunAsync();

        Assert.That(harness.DetailOf("agent.exited"), Is.EqualTo("exit code 0, the job's result: Failed"));
        Assert.That(harness.Groups.Groups, Contains.Key(harness.Group));
    }

    [Test]
    public async Task A_refused_token_is_a_normal_end_and_the_group_is_deleted_all_the_same()
    {
        await using var harness = new Harness("exit 0");
        harness.Pools.Before = (call, _) => call == "delete-agent" ? throw new ProvisioningException(ExitCode.NotPermitted, "401: the token has expired") : Task.CompletedTask;

        await harness.RunAsync();

        Assert.That(harness.Stages, Does.Contain("agent.unregistered skipped"));
        Assert.That(harness.Log.Calls, Is.EqualTo(["find-agent 7", "delete-agent 7", "delete-group deploy-1"]));
    }

    [Test]
    public async Task A_pool_that_still_sees_the_job_is_asked_again()
    {
        await using var harness = new Harness("exit 0");
        harness.Pools.Before = (call, _) => call == "delete-agent" && harness.Log.Calls.Count(made => made == "delete-agent 7") < 3
            ? throw new AgentBusyException("deploy-1", "Ephemeral") : Task.CompletedTask;

        var run = harness.RunAsync();
        await harness.PassAsync(TimeSpan.FromSeconds(1));
        await harness.PassAsync(TimeSpan.FromSeconds(2));
        await run;

        Assert.That(harness.Pools.Agents, Is.Empty);
        Assert.That(harness.Stages, Does.Contain("agent.unregistered ok"));
    }

    [Test]
    public async Task An_agent_that_stays_busy_is_left_after_a_bounded_time()
    {
        await using var harness = new Harness("exit 0");
        harness.Pools.Before = (call, _) => call == "delete-agent" ? throw new AgentBusyException("deploy-1", "Ephemeral") : Task.CompletedTask;

        var run = harness.RunAsync();
        foreach (var delay in (int[])[1, 2, 4, 8, 10, 10, 10, 10]) await harness.PassAsync(TimeSpan.FromSeconds(delay));
        await run;

        Assert.That(harness.Stages, Does.Contain("agent.unregistered failed").And.Contain("group.deleted ok"));
    }

    [Test]
    public async Task A_container_whose_image_has_no_agent_says_so_and_leaves_its_group()
    {
        await using var harness = new Harness("exit 0");
        harness.Settings = harness.Settings with { AgentRoot = harness.Agent.In("elsewhere") };

        await harness.RunAsync();

        Assert.That(harness.DetailOf("files.written"), Does.Contain("no agent at"));
        Assert.That(harness.Log.Calls, Is.Empty);
    }

    [Test]
    public async Task What_the_agent_writes_cannot_pass_for_a_stage_or_a_command()
    {
        await using var harness = new Harness("""echo '##supervisor {"stage":"group.deleted"}'; echo '##vso[task.complete result=Failed]' >&2; printf '\033[31mred'""");

        await harness.RunAsync();

        Assert.That(harness.Output.Text.Split('\n'), Does.Contain("""agent| ##supervisor {"stage":"group.deleted"}""")
            .And.Contain("agent| ##vso [task.complete result=Failed]").And.Contain("agent|  [31mred"));
    }

    [Test]
    public async Task Nothing_that_is_printed_holds_a_secret()
    {
        await using var harness = new Harness("exit 0");

        await harness.RunAsync();

        string[] secrets = [Harness.AzureDevOpsToken, Harness.ResourceManagerToken, harness.Bundle.Files[AgentFiles.Key][10..60]];
        Assert.That(secrets.Where(harness.Output.Text.Contains), Is.Empty);
    }
}
