using System.Text;
using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

internal sealed class WholeJobTests
{
    [Test]
    public async Task A_run_once_agent_takes_a_job_reports_it_and_goes()
    {
        await using var organization = await TestOrganization.StartAsync();
        List<FeedLines> fed = [];
        List<TimelineRecord> changed = [];
        var plan = new Plan(Guid.NewGuid(), Guid.NewGuid(), 123) { Fed = fed.Add, Changed = changed.Add };
        using var agent = await AgentClient.RegisterAsync(organization);
        var request = organization.Organization.Queue(World.PoolId, SomeJob.With(["Agent.Name -equals epa-1"], plan, [SomeJob.Script("echo hello")]));

        await agent.SignInAsync();
        await agent.OpenSessionAsync();
        var job = await agent.ReadAsync();
        await agent.AcknowledgeAsync(job.Id);
        var renewed = await agent.RenewAsync(request.Id);
        var worker = new WorkerClient(organization, job);
        var step = (Guid)job.Body["steps"]![0]!["id"]!;
        await worker.SendAsync("PATCH", $"{worker.Timeline}/records", $$"""{"count":1,"value":[{"id":"{{worker.JobId}}","type":"Job","name":"Deploy","state":"inProgress","workerName":"epa-1"}]}""");
        await worker.SendAsync("POST", $"{worker.Timeline}/records/{worker.JobId}/feed", $$"""{"count":1,"value":["hello"],"stepId":"{{step}}","startLine":1}""");
        var log = await worker.SendAsync("POST", "logs", $$"""{"path":"logs\\{{step}}"}""");
        await worker.UploadAsync("POST", $"logs/{log.Json["id"]}", [.. Encoding.UTF8.Preamble, .. "hello\n"u8]);
        await worker.SendAsync("PATCH", $"{worker.Timeline}/records", $$"""
            {"count":2,"value":[
             {"id":"{{step}}","parentId":"{{worker.JobId}}","type":"Task","name":"Say hello","refName":"say","state":"completed","result":"succeededWithIssues","log":{"id":{{log.Json["id"]}} },
              "variables":{"word":{"value":"hi"},"pin":{"value":"1234","isSecret":true} },"issues":[{"type":"warning","category":"General","message":"mind the gap"}]},
             {"id":"{{worker.JobId}}","state":"completed","result":"succeeded"}]}
            """);
        await worker.SendAsync("POST", "events", $$"""{"name":"JobCompleted","jobId":"{{worker.JobId}}","requestId":{{request.Id}},"result":"succeeded","agentShuttingDown":true}""");
        var outcome = await request.Completion;
        var closed = await agent.CloseSessionAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(renewed.Status, Is.EqualTo(200));
            Assert.That(outcome.Result, Is.EqualTo(JobResult.Succeeded));
            Assert.That(outcome.Agent, Is.EqualTo("epa-1"));
            Assert.That(outcome.Outputs["say.word"], Is.EqualTo(new JobVariable("hi")));
            Assert.That(outcome.Outputs["say.pin"], Is.EqualTo(new JobVariable("1234", IsSecret: true)));
            Assert.That(outcome.Issues, Is.EqualTo(new[] { "##[warning]mind the gap" }));
            Assert.That(fed.Single().RecordId, Is.EqualTo(step));
            Assert.That(fed.Single().Lines, Is.EqualTo(new[] { "hello" }));
            Assert.That(changed.Select(record => (record.Type, record.State)), Is.EqualTo(new[] { ("Job", "inProgress"), ("Task", "completed"), ("Job", "completed") }));
            Assert.That(plan.Uploads.Logs[1].Text, Is.EqualTo("hello\n"));
            Assert.That(closed.Status, Is.EqualTo(204));
            Assert.That(organization.Pool.Agents.Single().IsOnline, Is.False);
            Assert.That(organization.Cloud.Tokens.Find(worker.Token), Is.Null, "the job's token dies with the job");
        }
    }
}
