using System.Security.Cryptography;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

internal sealed class AgentTokenTests
{
    [Test]
    public async Task A_signed_assertion_buys_a_token()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);

        var answer = await agent.AskForTokenAsync(agent.Assertion());

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer, new WireShape("""{"access_token":"*","token_type":"bearer","expires_in":3000,"scope":"vso.agentpools_listen"}"""));
    }

    [Test]
    public async Task An_assertion_is_accepted_once()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);
        var assertion = agent.Assertion();
        await agent.AskForTokenAsync(assertion);

        await RefusedAsync(agent, assertion, "used before");
    }

    [Test]
    public async Task Another_key_is_refused()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);
        using var stranger = RSA.Create(2048);

        await RefusedAsync(agent, agent.Assertion(key: stranger), "signature");
    }

    [Test]
    public async Task Another_audience_is_refused()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);

        await RefusedAsync(agent, agent.Assertion(audience: "https://elsewhere/token"), "audience");
    }

    [TestCase(0, 6, TestName = "An assertion that lives too long is refused")]
    [TestCase(-6, 5, TestName = "An assertion that is over is refused")]
    [TestCase(6, 5, TestName = "An assertion from the future is refused")]
    public async Task An_assertion_is_good_for_five_minutes(int fromMinutes, int lifeMinutes)
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);

        await RefusedAsync(agent, agent.Assertion(from: TimeSpan.FromMinutes(fromMinutes), life: TimeSpan.FromMinutes(lifeMinutes)), "Current server time is 2026-03-02 09:00:00Z");
    }

    [TestCase("")]
    [TestCase("a.b.c")]
    [TestCase("e30.e30.e30")]
    public async Task What_is_no_assertion_is_refused(string assertion)
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);

        await RefusedAsync(agent, assertion, "assertion");
    }

    [Test]
    public async Task A_deleted_agent_gets_no_token()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);
        await organization.SendAsync("DELETE", $"_apis/distributedtask/pools/9/agents/{agent.Id}", organization.Build());

        await RefusedAsync(agent, agent.Assertion(), "not known");
    }

    private static async Task RefusedAsync(AgentClient agent, string assertion, string why)
    {
        var answer = await agent.AskForTokenAsync(assertion);
        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer, new WireShape("""{"error":"invalid_client","error_description":"*"}"""));
        Assert.That((string)answer.Json["error_description"]!, Does.Contain(why));
    }
}
