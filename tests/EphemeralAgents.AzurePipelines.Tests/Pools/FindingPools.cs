using EphemeralAgents.Agents;
using EphemeralAgents.Emulator;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.AzurePipelines.Tests.Pools;

public sealed class FindingPools
{
    [Test]
    public async Task A_pool_with_a_queue_in_the_project_takes_two_requests()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var pool = await organization.Pools.GetPoolAsync(World.Pool, CancellationToken.None);
        using var _ = Assert.EnterMultipleScope();
        Assert.That(pool, Is.EqualTo(new AgentPool(World.PoolId, World.Pool, HasQueue: true)));
        Assert.That(organization.Wire.Exchanges.Select(exchange => exchange.ToString()), Is.EqualTo(new[]
        {
            $"GET /{World.Organization}/{World.Project}/_apis/distributedtask/queues?queueNames={World.Pool}&actionFilter=use&api-version=7.1",
            $"GET /{World.Organization}/_apis/distributedtask/pools?poolIds={World.PoolId}&api-version=7.1",
        }));
    }

    [TestCase("9")]
    [TestCase("PRIVATE-network")]
    public async Task A_pool_is_found_by_id_and_by_name_in_any_case(string nameOrId)
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var pool = await organization.Pools.GetPoolAsync(nameOrId, CancellationToken.None);
        Assert.That(pool, Is.EqualTo(new AgentPool(World.PoolId, World.Pool, HasQueue: true)));
    }

    [TestCase(World.Pool)]
    [TestCase("9")]
    public async Task A_pool_without_a_queue_is_found_and_says_so(string nameOrId)
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        organization.Cloud.AzureDevOps.Queues.Clear();
        var pool = await organization.Pools.GetPoolAsync(nameOrId, CancellationToken.None);
        Assert.That(pool, Is.EqualTo(new AgentPool(World.PoolId, World.Pool, HasQueue: false)));
    }

    [Test]
    public async Task Without_a_project_no_queue_is_asked_for()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var pools = organization.PoolsWith(organization.Cloud.AzureDevOps.AdministratorToken, project: null);
        var pool = await pools.GetPoolAsync(World.Pool, CancellationToken.None);
        using var _ = Assert.EnterMultipleScope();
        Assert.That(pool, Is.EqualTo(new AgentPool(World.PoolId, World.Pool)));
        Assert.That(organization.Wire.Exchanges, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_hosted_pool_is_marked()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        Assert.That((await organization.Pools.GetPoolAsync(World.HostedPool, CancellationToken.None)).IsHosted);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_scale_sets_pool_is_marked(bool throughItsQueue)
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var pool = organization.Cloud.AzureDevOps.AddPool(30, "scale set", PoolRole.Administrator, isElastic: true);
        if (throughItsQueue) organization.Cloud.AzureDevOps.Queues.Add(new ProjectQueue(40, pool.Id));
        Assert.That((await organization.Pools.GetPoolAsync("scale set", CancellationToken.None)).IsElastic);
    }

    [TestCase("no-such-pool")]
    [TestCase("4711")]
    public async Task A_pool_that_is_not_found_may_also_be_invisible_to_whoever_asks(string nameOrId)
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var failure = await Assert.ThrowsAsync<ProvisioningException>(() => organization.Pools.GetPoolAsync(nameOrId, CancellationToken.None));
        using var _ = Assert.EnterMultipleScope();
        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.NotUsable));
        Assert.That(failure.Message, Does.Contain($"'{nameOrId}' does not exist").And.Contain($"not visible to '{World.BuildIdentity}'"));
    }
}
