using System.Net;
using System.Security.Cryptography;
using EphemeralAgents.StandInAgent.Configuration;
using EphemeralAgents.StandInAgent.Jobs;
using EphemeralAgents.StandInAgent.Listening;

namespace EphemeralAgents.Emulator.Tests.StandInAgent;

/// <summary>What takes minutes in the real world, or a server that misbehaves.</summary>
public sealed class ListenerRulesTests
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(30);
    private static readonly AgentSettings Settings = new(7, "deploy-1", 9, new Uri("https://dev.example/fabrikam/"));

    [Test]
    public async Task A_session_conflict_is_retried_for_four_minutes()
    {
        var (isStarted, clock, server) = await StartAsync(() => ServerRules.Refuse(HttpStatusCode.Conflict, "TaskAgentSessionConflictException"));

        Assert.That(isStarted, Is.False);
        Assert.That(clock.Elapsed, Is.EqualTo(TimeSpan.FromMinutes(4)));
        Assert.That(server.Requests, Has.Count.EqualTo(9));
    }

    [TestCase("TaskAgentNotFoundException", 404)]
    [TestCase("TaskAgentPoolNotFoundException", 404)]
    [TestCase("AccessDeniedException", 403)]
    [TestCase("Anything", 401)]
    public async Task A_final_refusal_is_not_retried(string type, int status)
    {
        var (isStarted, _, server) = await StartAsync(() => ServerRules.Refuse((HttpStatusCode)status, type));

        Assert.That(isStarted, Is.False);
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Any_other_failure_is_retried_until_it_is_over()
    {
        var failures = 20;
        var (isStarted, clock, _) = await StartAsync(() => failures-- > 0
            ? ServerRules.Answer(HttpStatusCode.ServiceUnavailable, "{}")
            : ServerRules.Answer(HttpStatusCode.OK, """{"sessionId":"8f0c33db-c0c5-44c5-b5e6-8f0a1fcebcca"}"""));

        Assert.That(isStarted, Is.True);
        Assert.That(clock.Elapsed, Is.EqualTo(20 * RetryInterval));
    }

    [Test]
    public async Task A_job_message_that_comes_again_starts_nothing()
    {
        var folder = new AgentFolder(Directory.CreateTempSubdirectory("stand-in-agent-").FullName);
        using var server = new ServerRules(_ => ServerRules.Refuse(HttpStatusCode.NotFound, "TaskAgentJobNotFoundException"));
        using var log = DiagnosticLog.Open(folder, "Agent", TimeProvider.System);
        using var notifications = await NotificationSocket.ConnectAsync(null, new Terminal(TextWriter.Null, log, TimeProvider.System), default);
        var jobs = new JobDispatcher(
            server.Connect(TimeProvider.System), folder, Settings, once: false, notifications, new Terminal(TextWriter.Null, log, TimeProvider.System), log, TimeProvider.System);
        const string Message = """
            {"jobId":"11111111-2222-4333-8444-555555555555","jobName":"__default","jobDisplayName":"Job","requestId":11,
             "plan":{"scopeIdentifier":"11111111-2222-4333-8444-555555555556","planType":"Build","version":12,"planId":"11111111-2222-4333-8444-555555555557"},
             "timeline":{"id":"11111111-2222-4333-8444-555555555558"}}
            """;

        jobs.Dispatch(Message);
        await jobs.Completion;
        jobs.Dispatch(Message);
        await jobs.Completion;

        Assert.That(server.Requests, Is.EqualTo(new[] { $"PATCH /fabrikam/_apis/distributedtask/pools/9/jobrequests/11?lockToken={Guid.Empty}" }));
        Directory.Delete(folder.Root, recursive: true);
    }

    [Test]
    public async Task A_job_of_an_old_plan_is_finished_by_the_listener()
    {
        List<string> bodies = [];
        using var server = new ServerRules(request =>
        {
            using var body = new StreamReader(request.Content!.ReadAsStream());
            bodies.Add(body.ReadToEnd());
            return ServerRules.Answer(HttpStatusCode.OK, """{"requestId":11,"lockedUntil":"2026-08-01T10:10:00Z"}""");
        });
        var clock = new ImpatientClock(RetryInterval);
        var job = new JobMessage(Guid.NewGuid(), "__default", "Job", 11, new PlanReference(Guid.NewGuid(), "Build", 7, Guid.NewGuid()), new TimelineReference(Guid.NewGuid()));
        var hold = new JobLock(server.Connect(clock), Settings, job, clock);

        Assert.That(job.Plan.ReportsByEvent, Is.False);
        Assert.That(await hold.TakeAsync(default), Is.True);
        await hold.FinishAsync(TaskResult.SucceededWithIssues, default);

        Assert.That(bodies, Is.EqualTo(new[] { """{"requestId":11}""", """{"requestId":11,"finishTime":"2026-08-01T10:00:00Z","result":"succeededWithIssues"}""" }));
    }

    [Test]
    public void The_proxy_of_its_files_is_used_but_for_what_they_exempt()
    {
        var folder = new AgentFolder(Directory.CreateTempSubdirectory("stand-in-agent-").FullName);
        File.WriteAllText(folder.Proxy, "http://proxy.corp:3128\n");
        File.WriteAllLines(folder.ProxyBypass, [@"\.corp(/|$)", "^http://169\\.254\\."]);

        var proxy = AgentProxy.Load(folder)!;

        Assert.That(proxy.GetProxy(new Uri("https://dev.azure.com/org/")), Is.EqualTo(new Uri("http://proxy.corp:3128")));
        Assert.That(proxy.IsBypassed(new Uri("https://feeds.CORP/nuget")), Is.True);
        Assert.That(proxy.IsBypassed(new Uri("http://169.254.169.254/metadata")), Is.True);
        Directory.Delete(folder.Root, recursive: true);
    }

    private static async Task<(bool IsStarted, ImpatientClock Clock, ServerRules Server)> StartAsync(Func<HttpResponseMessage> answer)
    {
        var folder = new AgentFolder(Directory.CreateTempSubdirectory("stand-in-agent-").FullName);
        var clock = new ImpatientClock(RetryInterval);
        using var key = RSA.Create(2048);
        using var credentials = new AgentCredentials("client", Settings.ServerUrl, Settings.ServerUrl, key);
        var server = new ServerRules(_ => answer());
        using (var log = DiagnosticLog.Open(folder, "Agent", clock))
        {
            var connection = server.Connect(clock);
            var session = new AgentSession(connection, Settings, credentials, new Dictionary<string, string>());
            var isStarted = await new SessionStart([connection], session, new Terminal(TextWriter.Null, log, clock), clock).RunAsync(default);
            Directory.Delete(folder.Root, recursive: true);
            return (isStarted, clock, server);
        }
    }
}
