using System.Text;
using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

internal sealed class PlanTests
{
    [Test]
    public async Task Records_are_merged_member_by_member()
    {
        await using var organization = await TestOrganization.StartAsync();
        var (worker, _) = await RunAsync(organization);

        var first = await worker.SendAsync("PATCH", $"{worker.Timeline}/records", $$"""{"count":1,"value":[{"id":"{{worker.JobId}}","type":"Job","name":"Deploy","state":"inProgress","workerName":"epa-1"}]}""");
        await worker.SendAsync("PATCH", $"{worker.Timeline}/records", $$"""{"count":1,"value":[{"id":"{{worker.JobId}}","state":"completed","result":"failed","name":null}]}""");
        var timeline = await worker.SendAsync("GET", $"{worker.Timeline}?includeRecords=True");
        var records = await worker.SendAsync("GET", $"{worker.Timeline}/records");

        var merged = $$"""{"id":"{{worker.JobId}}","type":"Job","name":"Deploy","state":"completed","workerName":"epa-1","result":"failed","changeId":3}""";
        Assert.That(first, new WireShape($$"""{"count":1,"value":[{"id":"{{worker.JobId}}","type":"Job","name":"Deploy","state":"inProgress","workerName":"epa-1","changeId":2}]}"""));
        Assert.That(timeline, new WireShape($$"""{"id":"*","changeId":3,"records":[{{merged}}]}"""));
        Assert.That(records, new WireShape($$"""{"count":1,"value":[{{merged}}]}"""));
    }

    [Test]
    public async Task A_feed_is_answered_with_nothing()
    {
        await using var organization = await TestOrganization.StartAsync();
        List<FeedLines> fed = [];
        var (worker, _) = await RunAsync(organization, new Plan(Guid.NewGuid(), Guid.NewGuid(), 1) { Fed = fed.Add });

        var answer = await worker.SendAsync("POST", $"{worker.Timeline}/records/{worker.JobId}/feed", """{"count":2,"value":["one","two"]}""");

        Assert.That((answer.Status, answer.Text), Is.EqualTo((204, "")));
        Assert.That(fed.Single().RecordId.ToString(), Is.EqualTo(worker.JobId));
        Assert.That(fed.Single().Lines, Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public async Task A_log_may_come_in_pieces_each_with_a_byte_order_mark()
    {
        await using var organization = await TestOrganization.StartAsync();
        var (worker, request) = await RunAsync(organization);

        var created = await worker.SendAsync("POST", "logs", """{"path":"logs\\x","createdOn":"0001-01-01T00:00:00","lastChangedOn":"0001-01-01T00:00:00"}""");
        await worker.UploadAsync("POST", "logs/1", [.. Encoding.UTF8.Preamble, .. "one\n"u8]);
        var appended = await worker.UploadAsync("POST", "logs/1", [.. Encoding.UTF8.Preamble, .. "two\n"u8]);
        var unknown = await worker.UploadAsync("POST", "logs/2", []);

        Assert.That(created, new WireShape("""{"id":1,"path":"logs\\x","lineCount":0,"createdOn":"*","lastChangedOn":"*","location":"*"}"""));
        Assert.That((int)appended.Json["lineCount"]!, Is.EqualTo(2));
        Assert.That(request.Job.Plan.Uploads.Logs[1].Text, Is.EqualTo("one\ntwo\n"));
        Assert.That((unknown.Status, unknown.ErrorType), Is.EqualTo((404, "TaskLogNotFoundException")));
    }

    [Test]
    public async Task A_summary_is_kept()
    {
        await using var organization = await TestOrganization.StartAsync();
        var (worker, request) = await RunAsync(organization);

        var answer = await worker.UploadAsync("PUT", $"{worker.Timeline}/records/{worker.JobId}/attachments/Distributedtask.Core.Summary/summary.md", "# Done"u8.ToArray());

        Assert.That(answer, new WireShape($$"""{"type":"Distributedtask.Core.Summary","name":"summary.md","timelineId":"*","recordId":"{{worker.JobId}}","createdOn":"*","lastChangedOn":"*"}"""));
        Assert.That(Encoding.UTF8.GetString(request.Job.Plan.Uploads.Attachments.Single().Content), Is.EqualTo("# Done"));
    }

    [Test]
    public async Task Outputs_may_come_with_the_end_of_the_job()
    {
        await using var organization = await TestOrganization.StartAsync();
        var (worker, request) = await RunAsync(organization);

        await worker.SendAsync("POST", "events", $$"""{"name":"JobCompleted","jobId":"{{worker.JobId}}","result":"failed","outputs":{"say.word":{"value":"hi"} } }""");
        var outcome = await request.Completion;

        Assert.That(outcome.Result, Is.EqualTo(JobResult.Failed));
        Assert.That(outcome.Outputs["say.word"].Value, Is.EqualTo("hi"));
    }

    [Test]
    public async Task Only_the_plans_own_jobs_report_to_it()
    {
        await using var organization = await TestOrganization.StartAsync();
        var (worker, _) = await RunAsync(organization);
        var body = $$"""{"name":"JobCompleted","jobId":"{{worker.JobId}}","result":"succeeded"}""";

        var stranger = await organization.SendAsync("POST", $"{worker.PlanUrl}/events", organization.Build(), body);
        var administrator = await organization.SendAsync("POST", $"{worker.PlanUrl}/events", organization.Admin, body);
        var nowhere = await organization.SendAsync("POST", $"Shop/_apis/distributedtask/hubs/Build/plans/{Guid.NewGuid()}/events", worker.Token, body);

        Assert.That((stranger.Status, stranger.ErrorType), Is.EqualTo((403, "TaskOrchestrationPlanSecurityException")));
        Assert.That(administrator.Status, Is.EqualTo(403));
        Assert.That((nowhere.Status, nowhere.ErrorType), Is.EqualTo((404, "TaskOrchestrationPlanNotFoundException")));
    }

    [Test]
    public async Task A_job_does_not_end_another_of_its_plan()
    {
        await using var organization = await TestOrganization.StartAsync();
        var plan = new Plan(Guid.NewGuid(), Guid.NewGuid(), 1);
        var (worker, _) = await RunAsync(organization, plan);
        var waiting = organization.Organization.Queue(World.PoolId, SomeJob.With(plan: plan));

        var answer = await worker.SendAsync("POST", "events", $$"""{"name":"JobCompleted","jobId":"{{waiting.Job.Id}}","result":"succeeded"}""");

        Assert.That(answer.Status, Is.EqualTo(403));
    }

    [Test]
    public async Task A_jobs_token_is_worth_nothing_once_the_job_is_over()
    {
        await using var organization = await TestOrganization.StartAsync();
        var (worker, _) = await RunAsync(organization);
        var body = $$"""{"name":"JobCompleted","jobId":"{{worker.JobId}}","result":"succeeded"}""";

        var ended = await worker.SendAsync("POST", "events", body);
        var again = await worker.SendAsync("POST", "events", body);

        Assert.That((ended.Status, again.Status), Is.EqualTo((204, 401)));
    }

    [Test]
    public async Task A_callback_may_queue_the_next_job()
    {
        await using var organization = await TestOrganization.StartAsync();
        JobRequest? next = null;
        var (worker, _) = await RunAsync(organization, new Plan(Guid.NewGuid(), Guid.NewGuid(), 1)
        {
            Changed = _ => Task.Run(() => next = organization.Organization.Queue(World.PoolId, SomeJob.With())).Wait(),
        });

        await worker.SendAsync("PATCH", $"{worker.Timeline}/records", $$"""{"count":1,"value":[{"id":"{{worker.JobId}}","state":"inProgress"}]}""");

        Assert.That(next, Is.Not.Null);
    }

    private static async Task<(WorkerClient Worker, JobRequest Request)> RunAsync(TestOrganization organization, Plan? plan = null)
    {
        using var agent = await AgentClient.ListenAsync(organization);
        var request = organization.Organization.Queue(World.PoolId, SomeJob.With(plan: plan));
        return (new WorkerClient(organization, await agent.ReadAsync()), request);
    }
}
