using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

internal sealed class PublishedSpecificationTests
{
    // Bytes are one base64 string on the wire, demands are strings, property bags and links are bare objects.
    private static readonly string[] KnownDifferences = ["publicKey", "demands", "properties", "_links"];

    [TestCase("_apis/distributedtask/pools/9", "TaskAgentPool")]
    [TestCase("_apis/distributedtask/pools/1", "TaskAgentPool")]
    [TestCase("Shop/_apis/distributedtask/queues/19", "TaskAgentQueue")]
    [TestCase("_apis/distributedtask/pools/9/agents/101", "TaskAgent")]
    [TestCase("_apis/distributedtask/pools/9/agents/101?includeCapabilities=true&includeAssignedRequest=true&includeLastCompletedRequest=true", "TaskAgent")]
    [TestCase("_apis/distributedtask/pools/9/jobrequests/11", "TaskAgentJobRequest")]
    [TestCase("_apis/distributedtask/pools/9/jobrequests/12", "TaskAgentJobRequest")]
    [TestCase("_apis/distributedtask/packages/agent/linux-x64/4.266.2", "PackageMetadata")]
    public async Task What_is_answered_is_what_is_published(string path, string definition)
    {
        var specification = await ReadAsync("distributedTask-7.1-taskAgent.json");
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        organization.Organization.Queue(World.PoolId, SomeJob.With());
        await agent.CompleteAsync(await agent.ReadAsync(), agentShuttingDown: false);
        organization.Organization.Queue(World.PoolId, SomeJob.For("epa-1"));

        var answer = await organization.SendAsync("GET", path, organization.Build());

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Json, new PublishedDefinition(specification, definition, KnownDifferences));
    }

    [Test]
    public async Task So_is_what_a_worker_is_answered()
    {
        var specification = await ReadAsync("distributedTask-7.1-task.json");
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        organization.Organization.Queue(World.PoolId, SomeJob.With());
        var worker = new WorkerClient(organization, await agent.ReadAsync());

        var log = await worker.SendAsync("POST", "logs", """{"path":"logs\\x"}""");
        var records = await worker.SendAsync("PATCH", $"{worker.Timeline}/records", $$"""{"count":1,"value":[{"id":"{{worker.JobId}}","type":"Job","state":"inProgress"}]}""");

        Assert.That(log.Json, new PublishedDefinition(specification, "TaskLog"));
        Assert.That(records.Json["value"]![0], new PublishedDefinition(specification, "TimelineRecord"));
    }

    private static async Task<JsonNode> ReadAsync(string file)
    {
        if (Environment.GetEnvironmentVariable("EPHEMERAL_AGENTS_SPECS") is { Length: > 0 } folder) return JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "azure-devops", file)))!;
        Assert.Ignore("EPHEMERAL_AGENTS_SPECS names no folder with the published specifications.");
        return new JsonObject();
    }
}
