using System.Net;
using EphemeralAgents.Testing;

namespace EphemeralAgents.AzurePipelines.Tests.Pools;

public sealed class ReadingAgents
{
    [TestCase("""{"id":7,"name":"deploy-1207","status":"online"}""", true, false, false)]
    [TestCase("""{"id":7,"name":"deploy-1207","status":"online","assignedRequest":{"requestId":3}}""", true, true, false)]
    [TestCase("""{"id":7,"name":"deploy-1207","status":"offline","assignedRequest":null,"lastCompletedRequest":{"requestId":3,"result":"failed"}}""", false, false, true)]
    public async Task An_agent_tells_whether_it_is_online_and_has_a_job_or_had_one(string body, bool isOnline, bool isRunningJob, bool hasRunJob)
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        organization.Wire.Answer = _ => Wire.Json(HttpStatusCode.OK, body);
        var agent = await organization.Pools.FindAgentAsync(organization.Pool, 7, CancellationToken.None);
        Assert.That((agent!.IsOnline, agent.IsRunningJob, agent.HasRunJob), Is.EqualTo((isOnline, isRunningJob, hasRunJob)));
    }

    [Test]
    public async Task A_user_capability_wins_over_a_system_one()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        organization.Wire.Answer = _ => Wire.Json(HttpStatusCode.OK, """{"count":1,"value":[{"id":7,"name":"deploy-1207","systemCapabilities":{"Owner":"them","OS":"Linux"},"userCapabilities":{"owner":"us"}}]}""");
        var agent = await organization.Pools.FindAgentAsync(organization.Pool, Some.AgentName, CancellationToken.None);
        Assert.That(agent!.Capabilities, Is.EquivalentTo(new Dictionary<string, string> { ["Owner"] = "us", ["OS"] = "Linux" }));
    }

    [Test]
    public async Task Another_agent_with_a_longer_name_is_not_taken_for_ours()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        organization.Wire.Answer = _ => Wire.Json(HttpStatusCode.OK, """{"count":1,"value":[{"id":8,"name":"deploy-12071"}]}""");
        Assert.That(await organization.Pools.FindAgentAsync(organization.Pool, Some.AgentName, CancellationToken.None), Is.Null);
    }
}
