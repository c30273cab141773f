using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

internal sealed class PoolTests
{
    private const string Pools = "_apis/distributedtask/pools";

    [Test]
    public async Task A_pool_is_described_as_the_service_does()
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync("GET", $"{Pools}/9", organization.Build());

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer, new WireShape("""
            {"id":9,"scope":"*","name":"private-network","isHosted":false,"poolType":"automation","size":0,"isLegacy":false,"options":"none","createdOn":"2026-03-02T09:00:00Z",
             "autoProvision":false,"autoSize":true,"autoUpdate":true,"createdBy":{"displayName":"Ada Admin","id":"*","uniqueName":"ada@fabrikam.example"},
             "owner":{"displayName":"Ada Admin","id":"*","uniqueName":"ada@fabrikam.example"},"properties":{} }
            """));
    }

    [TestCase("", "1,9,10")]
    [TestCase("?poolName=PRIVATE-network&poolType=Automation", "9")]
    [TestCase("?poolName=nowhere", "")]
    [TestCase("?poolType=deployment", "")]
    [TestCase("?poolIds=1,10", "1,10")]
    [TestCase("?actionFilter=manage", "9")]
    [TestCase("?actionFilter=use", "9")]
    public async Task Pools_are_filtered(string query, string ids)
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync("GET", Pools + query, organization.Build());

        Assert.That(Ids(answer), Is.EqualTo(ids));
    }

    [Test]
    public async Task A_pool_that_the_caller_may_not_see_does_not_exist_for_him()
    {
        await using var organization = await TestOrganization.StartAsync();
        organization.Organization.Pools[World.ForeignPoolId].SetRole(World.BuildIdentity, PoolRole.None);

        var list = await organization.SendAsync("GET", Pools, organization.Build());
        var one = await organization.SendAsync("GET", $"{Pools}/{World.ForeignPoolId}", organization.Build());

        Assert.That(Ids(list), Is.EqualTo("1,9"));
        Assert.That((one.Status, one.ErrorType), Is.EqualTo((404, "TaskAgentPoolNotFoundException")));
    }

    [Test]
    public async Task Hosted_and_elastic_pools_can_be_told_apart()
    {
        await using var organization = await TestOrganization.StartAsync();
        organization.Organization.AddPool(11, "scale-set", PoolRole.Reader, isElastic: true);

        var hosted = await organization.SendAsync("GET", $"{Pools}/1", organization.Build());
        var elastic = await organization.SendAsync("GET", $"{Pools}/11", organization.Build());

        Assert.That((bool)hosted.Json["isHosted"]!, Is.True);
        Assert.That((string)elastic.Json["options"]!, Is.EqualTo("elasticPool"));
        Assert.That((int)elastic.Json["agentCloudId"]!, Is.EqualTo(2));
    }

    [TestCase(PoolRole.Reader, 1, "true")]
    [TestCase(PoolRole.Reader, 2, "false")]
    [TestCase(PoolRole.ServiceAccount, 16, "true")]
    [TestCase(PoolRole.ServiceAccount, 2, "false")]
    [TestCase(PoolRole.Administrator, 3, "true")]
    public async Task Permissions_answer_with_a_bare_truth_value(PoolRole role, int bits, string has)
    {
        await using var organization = await TestOrganization.StartAsync();
        organization.Pool.SetRole(World.BuildIdentity, role);

        var answer = await organization.SendAsync("GET", $"{Pools}/9/permissions/{bits}?api-version=7.2-preview.1", organization.Build());

        Assert.That(answer.Text, Is.EqualTo(has));
    }

    [TestCase("", "18,19,20")]
    [TestCase("?queueNames=private-network", "19")]
    [TestCase("?poolIds=9,10", "19,20")]
    [TestCase("?queueName=nowhere", "")]
    public async Task Queues_are_filtered(string query, string ids)
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync("GET", $"Shop/_apis/distributedtask/queues{query}", organization.Build());

        Assert.That(Ids(answer), Is.EqualTo(ids));
    }

    [Test]
    public async Task A_queue_names_its_pool()
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync("GET", $"{World.ProjectId}/_apis/distributedtask/queues/19", organization.Build());

        Assert.That(answer, new WireShape($$"""
            {"id":19,"projectId":"{{World.ProjectId}}","name":"private-network",
             "pool":{"id":9,"scope":"*","name":"private-network","isHosted":false,"poolType":"automation","size":0,"isLegacy":false,"options":"none"} }
            """));
    }

    [Test]
    public async Task A_queue_says_which_pipelines_may_use_it()
    {
        await using var organization = await TestOrganization.StartAsync();
        var queue = organization.Organization.Queues.Single(queue => queue.PoolId == World.PoolId);

        var one = await organization.SendAsync("GET", "Shop/_apis/pipelines/pipelinePermissions/queue/19?api-version=7.1-preview.1", organization.Admin);
        queue.OpenToAllPipelines = true;
        var all = await organization.SendAsync("GET", "Shop/_apis/pipelines/pipelinePermissions/queue/19?api-version=7.1-preview.1", organization.Admin);

        Assert.That(one, new WireShape("""{"resource":{"type":"queue","id":"19"},"pipelines":[{"id":2,"authorized":true}]}"""));
        Assert.That(all, new WireShape("""{"resource":{"type":"queue","id":"19"},"pipelines":[{"id":2,"authorized":true}],"allPipelines":{"authorized":true} }"""));
        Assert.That(queue.MayBeUsedBy(3), Is.True);
    }

    [Test]
    public async Task An_unknown_project_is_refused()
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync("GET", "Shed/_apis/distributedtask/queues", organization.Admin);

        Assert.That((answer.Status, answer.ErrorType), Is.EqualTo((404, "ProjectDoesNotExistWithNameException")));
    }

    private static string Ids(Answer answer)
    {
        var items = answer.Json["value"]!.AsArray();
        Assert.That((int)answer.Json["count"]!, Is.EqualTo(items.Count));
        return string.Join(',', items.Select(item => (JsonNode)item!["id"]!));
    }
}
