using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.StandInAgent;

public sealed class RunOnceTests
{
    [Test]
    public async Task A_run_once_agent_runs_one_job_and_leaves()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        var job = new SomeJob().Script("echo first step on $AGENT_NAME").Script("echo second in $(Build.SourcesDirectory)");
        var request = job.Queue(cloud);

        await using var process = agent.Start("run", "--once");
        var outcome = await request.OutcomeAsync();

        Assert.That(await process.ExitAsync(), Is.Zero);
        Assert.That(outcome.Result, Is.EqualTo(JobResult.Succeeded), job.Console);
        Assert.That(outcome.Agent, Is.EqualTo("deploy-1"));
        Assert.That(job.ConsoleOf(0), Does.Contain("\nfirst step on deploy-1\n"));
        Assert.That(job.ConsoleOf(1), Does.Contain($"second in {agent.Root}/_work/1/s"));
        Assert.That(agent.Agent.IsOnline, Is.False);
        Assert.That(agent.Agent.ShuttingDown, Is.True);
        Assert.That(process.Output, Does.Contain(": Listening for Jobs\n").And.Contain(": Running job: Deploy\n").And.Contain(": Job Deploy completed with result: Succeeded"));
        Assert.That(Directory.GetFiles(Path.Combine(agent.Root, "_diag")).Select(Path.GetFileName), Has.One.StartsWith("Agent_").And.One.StartsWith("Worker_"));
        Assert.That(job.Plan.Uploads.Logs.Values.Select(log => log.Text), Has.One.Contains("first step on deploy-1"));
    }

    [Test]
    public async Task A_failed_job_is_reported_and_the_agent_still_exits_with_0()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        var job = new SomeJob()
            .Script("exit 1", continueOnError: true)
            .Script("exit 3")
            .Script("echo never")
            .Script("echo cleaning up", condition: "always()")
            .Script("echo so be it", condition: "and(failed(), eq(variables['Agent.Name'], 'DEPLOY-1'))");
        var request = job.Queue(cloud);

        await using var process = agent.Start("run", "--once");
        var outcome = await request.OutcomeAsync();

        Assert.That(await process.ExitAsync(), Is.Zero);
        Assert.That(outcome.Result, Is.EqualTo(JobResult.Failed));
        Assert.That(outcome.Issues, Has.Some.EqualTo("##[error]Bash exited with code '3'."));
        Assert.That(Enumerable.Range(0, 5).Select(job.ResultOf), Is.EqualTo(new JobResult?[]
        {
            JobResult.SucceededWithIssues, JobResult.Failed, JobResult.Skipped, JobResult.Succeeded, JobResult.Succeeded,
        }));
    }

    [Test]
    public async Task Output_variables_reach_later_steps_and_the_run()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        var job = new SomeJob()
            .Script("echo '##vso[task.setvariable variable=address;isOutput=true]10.0.0.4'; echo '##vso[task.setvariable variable=plain]p%AZP25p'", name: "find")
            .Script("echo got $(find.address) and $PLAIN and $(unknown)");
        var request = job.Queue(cloud);

        await using var process = agent.Start("run", "--once");
        var outcome = await request.OutcomeAsync();

        Assert.That(outcome.Outputs["find.address"].Value, Is.EqualTo("10.0.0.4"));
        Assert.That(job.ConsoleOf(1), Does.Contain("got 10.0.0.4 and p%p and"));
        await process.ExitAsync();
    }

    [Test]
    public async Task A_cancelled_job_ends_canceled_and_only_what_always_runs_still_does()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        var job = new SomeJob().Script("echo working; exec sleep 60").Script("echo never").Script("echo cleaning up", condition: "always()");
        var request = job.Queue(cloud);

        await using var process = agent.Start("run", "--once");
        await job.PrintedAsync("working");
        cloud.AzureDevOps.Cancel(request);
        var outcome = await request.OutcomeAsync();

        Assert.That(await process.ExitAsync(), Is.Zero);
        Assert.That(outcome.Result, Is.EqualTo(JobResult.Canceled));
        Assert.That(Enumerable.Range(0, 3).Select(job.ResultOf), Is.EqualTo(new JobResult?[] { JobResult.Canceled, JobResult.Skipped, JobResult.Succeeded }));
    }

    [Test]
    public async Task Without_once_it_listens_for_more()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        var (first, second) = (new SomeJob().Script("true"), new SomeJob().Script("true"));
        var requests = new[] { first.Queue(cloud), second.Queue(cloud) };

        await using var process = agent.Start("run");

        Assert.That((await Task.WhenAll(requests.Select(request => request.OutcomeAsync()))).Select(outcome => outcome.Result), Is.All.EqualTo(JobResult.Succeeded));
        Assert.That(agent.Agent.IsOnline, Is.True);
    }

    [Test]
    public async Task Once_may_be_said_by_the_environment()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        agent.Environment["VSTS_AGENT_INPUT_ONCE"] = "true";
        var job = new SomeJob().Script("env | grep -c VSTS_AGENT_INPUT || true");
        var request = job.Queue(cloud);

        await using var process = agent.Start("run");

        await request.OutcomeAsync();
        Assert.That(await process.ExitAsync(), Is.Zero);
        Assert.That(job.ConsoleOf(0), Does.Contain("\n0\n"));
    }

    [Test]
    public async Task A_process_that_a_step_leaves_behind_ends_with_the_job()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        var job = new SomeJob().Script("setsid sleep 300 >/dev/null 2>&1 & echo $! > left-behind; echo started");
        var request = job.Queue(cloud);

        await using var process = agent.Start("run", "--once");
        await request.OutcomeAsync();
        await process.ExitAsync();

        Assert.That(job.Console, Does.Contain("Terminate orphan process: pid ("));
        Assert.That(IsRunning(File.ReadAllText(Path.Combine(agent.Root, "_work/1/s/left-behind")).Trim()), Is.False);
    }

    // A killed process may stay as a zombie: nobody but PID 1 would reap it.
    private static bool IsRunning(string process) =>
        File.Exists($"/proc/{process}/stat") && File.ReadAllText($"/proc/{process}/stat") is var stat && stat[(stat.LastIndexOf(')') + 2)..][0] != 'Z';
}
