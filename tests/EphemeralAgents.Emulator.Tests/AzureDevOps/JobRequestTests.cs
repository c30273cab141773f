using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

internal sealed class JobRequestTests
{
    private const string Requests = "_apis/distributedtask/pools/9/jobrequests";

    [Test]
    public async Task Renewing_answers_with_the_request_and_a_lock_of_ten_minutes()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        var request = organization.Organization.Queue(World.PoolId, SomeJob.For("epa-1"));

        var answer = await agent.RenewAsync(request.Id);

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer, new WireShape($$"""
            {"requestId":{{request.Id}},"queueTime":"2026-03-02T09:00:00Z","assignTime":"2026-03-02T09:00:00Z","receiveTime":"2026-03-02T09:00:00Z","lockedUntil":"2026-03-02T09:10:00Z",
             "serviceOwner":"*","hostId":"*","scopeId":"{{World.ProjectId}}","planType":"Build","planId":"{{request.Job.Plan.Id}}","planGroup":"*","jobId":"{{request.Job.Id}}","jobName":"Deploy",
             "demands":["Agent.Name -equals epa-1","Agent.Version -gtVersion 2.163.1"],"reservedAgent":"*","matchedAgents":["*"],"matchesAllAgentsInPool":false,
             "definition":{"id":2,"name":"Shop"},"owner":{"id":123,"name":"123"},"data":"*","poolId":9,"orchestrationId":"*","priority":0}
            """));
    }

    [Test]
    public async Task Requests_are_listed_by_agent_and_with_as_many_finished_ones_as_wanted()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        var first = organization.Organization.Queue(World.PoolId, SomeJob.With());
        await agent.CompleteAsync(await agent.ReadAsync(), agentShuttingDown: false);
        var second = organization.Organization.Queue(World.PoolId, SomeJob.With());
        await agent.CompleteAsync(await agent.ReadAsync());
        var waiting = organization.Organization.Queue(World.PoolId, SomeJob.With());

        Assert.That(await IdsAsync(organization, ""), Is.EqualTo(new[] { waiting.Id, second.Id, first.Id }));
        Assert.That(await IdsAsync(organization, "?completedRequestCount=1"), Is.EqualTo(new[] { waiting.Id, second.Id }));
        Assert.That(await IdsAsync(organization, $"?agentId={agent.Id}"), Is.EqualTo(new[] { second.Id, first.Id }));
        Assert.That(await IdsAsync(organization, "?agentId=7"), Is.Empty);
    }

    [Test]
    public async Task A_request_can_be_finished_by_its_agent()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        var request = organization.Organization.Queue(World.PoolId, SomeJob.With());

        var answer = await organization.SendAsync("PATCH", $"{Requests}/{request.Id}", agent.Token, $$"""{"requestId":{{request.Id}},"finishTime":"2026-03-02T09:00:00Z","result":"failed"}""");
        var late = await agent.RenewAsync(request.Id);

        Assert.That((string)answer.Json["result"]!, Is.EqualTo("failed"));
        Assert.That((await request.Completion).Result, Is.EqualTo(JobResult.Failed));
        Assert.That((late.Status, late.ErrorType), Is.EqualTo((404, "TaskAgentJobNotFoundException")));
    }

    [Test]
    public async Task Another_agent_does_not_renew_it()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization, "epa-1");
        using var other = await AgentClient.ListenAsync(organization, "epa-2");
        var request = organization.Organization.Queue(World.PoolId, SomeJob.For("epa-1"));

        Assert.That((await other.RenewAsync(request.Id)).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task A_job_is_abandoned_five_minutes_after_its_lock_is_over()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        var request = organization.Organization.Queue(World.PoolId, SomeJob.With());
        var token = new WorkerClient(organization, await agent.ReadAsync()).Token;
        organization.Clock.Advance(TimeSpan.FromMinutes(9));
        await agent.RenewAsync(request.Id);
        organization.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        var before = request.Completion.IsCompleted;

        organization.Clock.Advance(TimeSpan.FromSeconds(1));
        var outcome = await request.Completion;

        Assert.That(before, Is.False);
        Assert.That((outcome.Result, outcome.Agent), Is.EqualTo((JobResult.Abandoned, "epa-1")));
        Assert.That(organization.Cloud.Tokens.Find(token), Is.Null);
        Assert.That(organization.Pool.Agents.Single().AssignedRequest, Is.Null);
    }

    private static async Task<int[]> IdsAsync(TestOrganization organization, string query) =>
        [.. (await organization.SendAsync("GET", Requests + query, organization.Build())).Json["value"]!.AsArray().Select(request => (int)request!["requestId"]!)];
}
