using EphemeralAgents.Agents;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.AzurePipelines.Tests.Pools;

public sealed class FindingAndDeletingAgents
{
    [Test]
    public async Task An_agent_is_found_by_name_and_by_id()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var added = await organization.Pools.AddAgentAsync(organization.Pool, Some.Registration(), CancellationToken.None);
        await organization.Pools.SetUserCapabilitiesAsync(organization.Pool, added.Id, new Dictionary<string, string> { ["Owner"] = "us" }, CancellationToken.None);
        var byName = await organization.Pools.FindAgentAsync(organization.Pool, new AgentName("DEPLOY-1207"), CancellationToken.None);
        var byId = await organization.Pools.FindAgentAsync(organization.Pool, added.Id, CancellationToken.None);
        using var _ = Assert.EnterMultipleScope();
        foreach (var agent in (Agent?[])[byName, byId])
        {
            Assert.That(agent!.Id, Is.EqualTo(added.Id));
            Assert.That(agent.Version, Is.EqualTo("4.266.2"));
            Assert.That(agent.IsOnline || agent.IsRunningJob || agent.HasRunJob, Is.False);
            Assert.That(agent.Capabilities["owner"], Is.EqualTo("us"));
            Assert.That(agent.Capabilities["Agent.Name"], Is.EqualTo("deploy-1207"));
        }
    }

    [Test]
    public async Task An_agent_that_does_not_exist_is_not_found()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        using var _ = Assert.EnterMultipleScope();
        Assert.That(await organization.Pools.FindAgentAsync(organization.Pool, Some.AgentName, CancellationToken.None), Is.Null);
        Assert.That(await organization.Pools.FindAgentAsync(organization.Pool, 4711, CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task A_deleted_agent_is_gone_and_may_be_deleted_again()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var added = await organization.Pools.AddAgentAsync(organization.Pool, Some.Registration(), CancellationToken.None);
        await organization.Pools.DeleteAgentAsync(organization.Pool, added.Id, CancellationToken.None);
        await organization.Pools.DeleteAgentAsync(organization.Pool, added.Id, CancellationToken.None);
        Assert.That(organization.EmulatedPool.Agents, Is.Empty);
    }

    [Test]
    public async Task A_pool_that_is_gone_is_no_success_of_deleting_its_agent()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var failure = await Assert.CatchAsync<ProvisioningException>(() => organization.Pools.DeleteAgentAsync(new AgentPool(4711, "gone"), 1, CancellationToken.None));
        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.NotUsable));
    }

    [TestCase(AgentPlatform.Linux)]
    [TestCase(AgentPlatform.Windows)]
    public async Task The_newest_version_is_the_highest_that_the_organization_offers(AgentPlatform platform)
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        organization.Cloud.AzureDevOps.AgentPackages.Clear();
        foreach (var version in (string[])["4.9.0", "4.266.2", "3.300.0"]) organization.Cloud.AzureDevOps.AgentPackages.Add(new Version(version));
        Assert.That(await organization.Pools.GetNewestAgentVersionAsync(platform, CancellationToken.None), Is.EqualTo("4.266.2"));
    }

    [Test]
    public async Task Where_no_package_is_offered_the_version_has_to_be_given()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        organization.Cloud.AzureDevOps.AgentPackages.Clear();
        var failure = await Assert.ThrowsAsync<ProvisioningException>(() => organization.Pools.GetNewestAgentVersionAsync(AgentPlatform.Linux, CancellationToken.None));
        Assert.That(failure!.Message, Does.Contain("agentVersion"));
    }
}
