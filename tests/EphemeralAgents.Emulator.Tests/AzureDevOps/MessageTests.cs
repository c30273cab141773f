namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

internal sealed class MessageTests
{
    [Test]
    public async Task A_message_comes_encrypted_and_comes_again_until_it_is_deleted()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        organization.Organization.Queue(World.PoolId, SomeJob.With());

        var raw = await agent.PollAsync();
        var first = await agent.ReadAsync();
        var again = await agent.ReadAsync();
        var deleted = await agent.AcknowledgeAsync(first.Id);

        Assert.That(raw, new WireShape("""{"messageId":"*","messageType":"PipelineAgentJobRequest","iv":"*","body":"*"}"""));
        Assert.That(again.Id, Is.EqualTo(first.Id));
        Assert.That((deleted.Status, deleted.Text), Is.EqualTo((204, "")));
        await SilentAsync(organization, agent);
    }

    [Test]
    public async Task A_poll_that_is_past_a_message_does_not_get_it()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        organization.Organization.Queue(World.PoolId, SomeJob.With());
        var job = await agent.ReadAsync();

        await SilentAsync(organization, agent, last: job.Id);
        Assert.That((await agent.ReadAsync()).Id, Is.EqualTo(job.Id), "a poll without lastMessageId still gets it");
    }

    [Test]
    public async Task A_waiting_poll_is_answered_when_a_message_arrives_and_so_is_a_second_one()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        var listening = agent.ReadAsync();
        await organization.Clock.WaitedForAsync(TimeSpan.FromSeconds(50));
        var keepAlive = agent.ReadAsync();

        organization.Organization.Queue(World.PoolId, SomeJob.With());

        Assert.That((await listening).Id, Is.EqualTo((await keepAlive).Id));
    }

    [Test]
    public async Task A_message_that_was_not_deleted_survives_its_session()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        organization.Organization.Queue(World.PoolId, SomeJob.With());
        var before = await agent.ReadAsync();
        await agent.CloseSessionAsync();
        await agent.OpenSessionAsync();

        Assert.That((await agent.ReadAsync()).Id, Is.EqualTo(before.Id));
    }

    [Test]
    public async Task A_waiting_poll_ends_with_its_agent()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        var listening = agent.PollAsync();
        await organization.Clock.WaitedForAsync(TimeSpan.FromSeconds(50));

        await organization.SendAsync("DELETE", $"_apis/distributedtask/pools/9/agents/{agent.Id}", organization.Build());
        var answer = await listening;

        Assert.That((answer.Status, answer.ErrorType), Is.EqualTo((404, "TaskAgentSessionExpiredException")));
    }

    [Test]
    public async Task An_agent_can_be_told_to_update_itself()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        organization.Pool.Send(organization.Pool.Agents.Single(), "AgentRefresh", $$"""{"agentId":{{agent.Id}},"timeout":"00:01:00","targetVersion":"4.270.0"}""");

        var message = await agent.ReadAsync();

        Assert.That(message.Type, Is.EqualTo("AgentRefresh"));
        Assert.That((string)message.Body["targetVersion"]!, Is.EqualTo("4.270.0"));
    }

    private static async Task SilentAsync(TestOrganization organization, AgentClient agent, long? last = null)
    {
        var listening = agent.PollAsync(last);
        await organization.Clock.WaitedForAsync(TimeSpan.FromSeconds(50));
        organization.Clock.Advance(TimeSpan.FromSeconds(50));
        var answer = await listening;
        Assert.That((answer.Status, answer.Text), Is.EqualTo((202, "")));
    }
}
