using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

internal sealed class QueueingTests
{
    [Test]
    public async Task A_job_that_no_registered_agent_matches_is_rejected_at_once()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization, "epa-1");

        var refused = Assert.Throws<NoMatchingAgentException>(() => organization.Organization.Queue(World.PoolId, SomeJob.For("epa-2")));

        Assert.That(refused?.Message, Is.EqualTo("No agent found in pool private-network which satisfies the following demands: Agent.Name -equals epa-2, Agent.Version -gtVersion 2.163.1."));
    }

    [Test]
    public async Task An_empty_pool_rejects_even_a_job_without_demands()
    {
        await using var organization = await TestOrganization.StartAsync();

        Assert.Throws<NoMatchingAgentException>(() => organization.Organization.Queue(World.PoolId, SomeJob.With()));
    }

    [Test]
    public async Task An_agent_too_old_for_the_implicit_demand_matches_nothing()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization, version: "2.163.0");

        Assert.Throws<NoMatchingAgentException>(() => organization.Organization.Queue(World.PoolId, SomeJob.For("epa-1")));
    }

    [Test]
    public async Task A_job_waits_for_an_agent_that_is_registered_but_offline()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);
        var request = organization.Organization.Queue(World.PoolId, SomeJob.For("epa-1"));
        var waiting = request.Agent;

        await agent.SignInAsync();
        await agent.OpenSessionAsync();

        Assert.That(waiting, Is.Null);
        Assert.That(request.Agent, Is.EqualTo("epa-1"));
    }

    [Test]
    public async Task A_job_without_demands_takes_the_agent_that_was_meant_for_another()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);
        var thief = organization.Organization.Queue(World.PoolId, SomeJob.With());
        var rightful = organization.Organization.Queue(World.PoolId, SomeJob.For("epa-1"));

        await agent.SignInAsync();
        await agent.OpenSessionAsync();
        await agent.CompleteAsync(await agent.ReadAsync());
        await agent.CloseSessionAsync();
        await organization.SendAsync("DELETE", $"_apis/distributedtask/pools/9/agents/{agent.Id}", organization.Build());

        Assert.That(thief.Agent, Is.EqualTo("epa-1"));
        Assert.That(rightful.Agent, Is.Null);
        Assert.That(rightful.Completion.IsCompleted, Is.False, "it waits for ever, though its only agent is gone");
    }

    [Test]
    public async Task A_disabled_agent_takes_no_job_until_it_is_enabled()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        await EnableAsync(organization, agent, "false");
        var request = organization.Organization.Queue(World.PoolId, SomeJob.For("epa-1"));
        var waiting = request.Agent;

        await EnableAsync(organization, agent, "true");

        Assert.That((waiting, request.Agent), Is.EqualTo(((string?)null, "epa-1")));
    }

    [Test]
    public async Task A_busy_agent_takes_the_next_job_when_it_is_done()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        organization.Organization.Queue(World.PoolId, SomeJob.With());
        var next = organization.Organization.Queue(World.PoolId, SomeJob.With());
        var waiting = next.Agent;

        await agent.CompleteAsync(await agent.ReadAsync(), agentShuttingDown: false);

        Assert.That((waiting, next.Agent), Is.EqualTo(((string?)null, "epa-1")));
    }

    [Test]
    public async Task A_run_once_agent_gets_no_second_job_until_it_has_a_new_session()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        organization.Organization.Queue(World.PoolId, SomeJob.With());
        var next = organization.Organization.Queue(World.PoolId, SomeJob.With());

        await agent.CompleteAsync(await agent.ReadAsync());
        var afterTheJob = next.Agent;
        await agent.CloseSessionAsync();
        await agent.OpenSessionAsync();

        Assert.That((afterTheJob, next.Agent), Is.EqualTo(((string?)null, "epa-1")));
    }

    [Test]
    public async Task A_user_capability_that_comes_later_lets_a_waiting_job_go()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var first = await AgentClient.RegisterAsync(organization, "epa-1");
        using var second = await AgentClient.ListenAsync(organization, "epa-2");
        await GiveAsync(organization, first, """{"Request":"r-1"}""");
        var request = organization.Organization.Queue(World.PoolId, SomeJob.With(["Request -equals R-1"]));

        await GiveAsync(organization, second, """{"Request":"r-1"}""");

        Assert.That(request.Agent, Is.EqualTo("epa-2"));
    }

    [Test]
    public async Task A_waiting_job_is_cancelled_at_once()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);
        var request = organization.Organization.Queue(World.PoolId, SomeJob.With());

        organization.Organization.Cancel(request);
        var outcome = await request.Completion;

        Assert.That((outcome.Result, outcome.Agent), Is.EqualTo((JobResult.Canceled, (string?)null)));
    }

    [Test]
    public async Task The_agent_of_a_running_job_is_told_to_cancel_it()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        var request = organization.Organization.Queue(World.PoolId, SomeJob.With());
        var job = await agent.ReadAsync();

        organization.Organization.Cancel(request);
        var cancellation = await agent.ReadAsync(job.Id);
        await agent.CompleteAsync(job, "canceled");

        Assert.That(cancellation.Type, Is.EqualTo("JobCancellation"));
        Assert.That(cancellation.Body.ToJsonString(), new WireShape($$"""{"jobId":"{{request.Job.Id}}","timeout":"00:05:00"}"""));
        Assert.That((await request.Completion).Result, Is.EqualTo(JobResult.Canceled));
    }

    [Test]
    public async Task A_job_that_runs_too_long_is_cancelled_and_says_why()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        var request = organization.Organization.Queue(World.PoolId, SomeJob.With(timeout: TimeSpan.FromMinutes(3)));
        var job = await agent.ReadAsync();

        organization.Clock.Advance(TimeSpan.FromMinutes(3));
        var cancellation = await agent.ReadAsync(job.Id);
        await agent.CompleteAsync(job, "canceled");

        Assert.That(cancellation.Type, Is.EqualTo("JobCancellation"));
        Assert.That((await request.Completion).Issues.Single(), Does.Contain("maximum time of 3 minutes"));
    }

    private static Task EnableAsync(TestOrganization organization, AgentClient agent, string enabled) =>
        organization.SendAsync("PATCH", $"_apis/distributedtask/pools/9/agents/{agent.Id}", organization.Build(), $$"""{"id":{{agent.Id}},"enabled":{{enabled}} }""");

    private static Task GiveAsync(TestOrganization organization, AgentClient agent, string capabilities) =>
        organization.SendAsync("PUT", $"_apis/distributedtask/pools/9/agents/{agent.Id}/usercapabilities", organization.Build(), capabilities);
}
