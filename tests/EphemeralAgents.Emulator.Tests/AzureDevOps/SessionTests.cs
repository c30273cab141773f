namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

internal sealed class SessionTests
{
    [Test]
    public async Task A_session_brings_a_sealed_key_and_makes_the_agent_online()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);
        await agent.SignInAsync();

        var answer = await agent.OpenSessionAsync();

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer, new WireShape("""
            {"sessionId":"*","ownerName":"container-1",
             "agent":{"_links":"*","id":101,"name":"epa-1","version":"4.266.2","osDescription":"*","enabled":true,"status":"online","provisioningState":"Provisioned","accessPoint":"*"},
             "encryptionKey":{"encrypted":true,"value":"*"} }
            """));
        Assert.That(organization.Pool.Agents.Single().IsOnline, Is.True);
    }

    [Test]
    public async Task A_second_session_is_refused_while_the_first_lives()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);

        var refused = await agent.OpenSessionAsync();
        var closed = await agent.CloseSessionAsync();
        var next = await agent.OpenSessionAsync();

        Assert.That((refused.Status, refused.ErrorType), Is.EqualTo((409, "TaskAgentSessionConflictException")));
        Assert.That((closed.Status, closed.Text), Is.EqualTo((204, "")));
        Assert.That(next.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_session_ends_when_nobody_asks_for_messages()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        organization.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        var stillThere = organization.Pool.Agents.Single().IsOnline;

        organization.Clock.Advance(TimeSpan.FromSeconds(1));
        var poll = await agent.PollAsync();
        var again = await agent.OpenSessionAsync();

        Assert.That(stillThere, Is.True);
        Assert.That((poll.Status, poll.ErrorType), Is.EqualTo((404, "TaskAgentSessionExpiredException")));
        Assert.That(again.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Every_poll_keeps_the_session()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        organization.Organization.Queue(World.PoolId, SomeJob.With());
        organization.Clock.Advance(TimeSpan.FromMinutes(4));
        await agent.ReadAsync();
        organization.Clock.Advance(TimeSpan.FromMinutes(4));

        Assert.That(organization.Pool.Agents.Single().IsOnline, Is.True);
    }

    [Test]
    public async Task An_agent_that_was_deleted_gets_no_session_though_its_token_is_good()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);
        await agent.SignInAsync();
        await organization.SendAsync("DELETE", $"_apis/distributedtask/pools/9/agents/{agent.Id}", organization.Build());

        var answer = await agent.OpenSessionAsync();

        Assert.That((answer.Status, answer.ErrorType), Is.EqualTo((404, "TaskAgentNotFoundException")));
    }

    [Test]
    public async Task Nobody_listens_for_another_agent()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var mine = await AgentClient.RegisterAsync(organization, "epa-1");
        using var other = await AgentClient.RegisterAsync(organization, "epa-2");
        await mine.SignInAsync();

        var answer = await organization.SendAsync("POST", "_apis/distributedtask/pools/9/sessions", mine.Token, $$"""{"agent":{"id":{{other.Id}} } }""");
        var administrator = await organization.SendAsync("POST", "_apis/distributedtask/pools/9/sessions", organization.Admin, $$"""{"agent":{"id":{{other.Id}} } }""");

        Assert.That((answer.Status, administrator.Status), Is.EqualTo((403, 403)));
    }

    [Test]
    public async Task An_empty_scan_of_capabilities_takes_the_registered_ones_away()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);
        await agent.SignInAsync();
        await agent.OpenSessionAsync("{}");

        Assert.That(organization.Pool.Agents.Single().SystemCapabilities, Is.Empty);
    }
}
