using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines;
using EphemeralAgents.Emulator.Tests.StandInAgent;

namespace EphemeralAgents.Emulator.Tests.Pipelines;

/// <summary>Jobs of a pool, run by the stand-in agent, which is registered as deploy-1.</summary>
public sealed class PoolJobTests
{
    private const string Rest = """

              steps:
              - script: echo hello from $AGENT_NAME; echo "##vso[task.setvariable variable=x;isOutput=true]42"
                name: s
                displayName: Say hello
            - job: After
              dependsOn: Deploy
              variables: { got: "$[ dependencies.Deploy.outputs['s.x'] ]" }
              steps: [ script: echo got $(got) ]
            """;

    private static string Yaml(string demand) => $"""
            variables:
              agent: deploy-1
              nested: deploy-$(one)
              one: 1
              computed: $[ format('deploy-{"{0}"}', 1) ]
            jobs:
            - job: Deploy
              pool:
                name: private-network
                demands: {demand}
            """ + Rest;

    [Test]
    public async Task A_job_without_a_matching_agent_is_rejected_at_once()
    {
        var run = await Run.YamlAsync(Yaml("Agent.Name -equals deploy-1"));
        Assert.That(run.Job("Deploy").Result, Is.EqualTo(JobResult.Failed));
        Assert.That(run.Job("Deploy").Log.Single(), Does.StartWith("##[error]No agent found in pool private-network which satisfies the following demands: Agent.Name -equals deploy-1"));
        Assert.That(run.Jobs, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_job_waits_for_an_agent_that_is_registered_but_offline_then_runs_on_it()
    {
        await using var cloud = await Run.StartCloudAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        var run = new PipelineRunner(cloud).Start(Yaml("Agent.Name -equals $(agent)"));
        await UntilAsync(() => run.Jobs.Any(j => j.State == JobState.Waiting) && run.Log.Contains("waiting for an agent of pool private-network that satisfies: Agent.Name -equals deploy-1"));
        Assert.That(run.Completion.IsCompleted, Is.False);

        await using var process = agent.Start("run", "--once");
        await run.Completion;

        var job = run.Job("Deploy");
        Assert.That(job.Result, Is.EqualTo(JobResult.Succeeded), run.Log);
        Assert.That(job.Agent, Is.EqualTo("deploy-1"));
        Assert.That(job.Log, Does.Contain("hello from deploy-1"));
        Assert.That(job.Steps.Select(s => s.Name), Does.Contain("Say hello"));
        Assert.That(run.Job("After").Log, Does.Contain("got 42"), run.Log);
        await process.ExitAsync();
    }

    [TestCase("Agent.Name -equals $(nested)", "Agent.Name -equals deploy-$(one)")]
    [TestCase("Agent.Name -equals $(computed)", "Agent.Name -equals $(computed)")]
    [TestCase("Agent.Name -equals $(nobody)", "Agent.Name -equals $(nobody)")]
    [CancelAfter(30_000)]
    public async Task Nested_macros_and_runtime_expressions_are_not_expanded_in_demands(string demand, string judged, CancellationToken ct)
    {
        await using var cloud = await Run.StartCloudAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        var run = await new PipelineRunner(cloud).RunAsync(Yaml(demand), ct: ct);
        Assert.That(run.Job("Deploy").Log.Single(), Does.Contain(judged), run.Log);
    }

    [Test, CancelAfter(30_000)]
    public async Task Matrix_variables_are_not_expanded_in_demands(CancellationToken ct)
    {
        await using var cloud = await Run.StartCloudAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        var run = await new PipelineRunner(cloud).RunAsync("""
            jobs:
            - job: M
              strategy: { matrix: { one: { leg: deploy-1 } } }
              pool: { name: private-network, demands: Agent.Name -equals $(leg) }
              steps: [ script: echo never ]
            """, ct: ct);
        Assert.That(run.Job("M.one").Log.Single(), Does.Contain("Agent.Name -equals $(leg)"));
    }

    [Test]
    public async Task Cancelling_a_run_takes_a_waiting_job_out_of_the_queue()
    {
        await using var cloud = await Run.StartCloudAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        var run = new PipelineRunner(cloud).Start(Yaml("Agent.Name -equals deploy-1"));
        await UntilAsync(() => run.Log.Contains("waiting for an agent"));
        await run.CancelAsync();
        Assert.That((run.Result, run.Job("Deploy").Result), Is.EqualTo(((JobResult?)JobResult.Canceled, (JobResult?)JobResult.Canceled)));
        Assert.That(cloud.AzureDevOps.Pools[World.PoolId].Jobs.Requests.Single().Result, Is.EqualTo(JobResult.Canceled));
    }

    [Test]
    public async Task Cancelling_a_run_cancels_the_job_on_its_agent()
    {
        await using var cloud = await Run.StartCloudAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        var run = new PipelineRunner(cloud).Start("pool: private-network\nsteps:\n- script: echo working; exec sleep 60\n- script: echo cleaning\n  condition: always()\n");
        await using var process = agent.Start("run", "--once");
        await UntilAsync(() => run.Log.Contains("working"));
        await run.CancelAsync();
        Assert.That(run.Result, Is.EqualTo(JobResult.Canceled));
        Assert.That(run.Job("Job").Log, Does.Contain("cleaning"), run.Log);
        await process.ExitAsync();
    }

    [Test]
    public async Task A_deployments_hooks_are_queued_one_by_one()
    {
        await using var cloud = await Run.StartCloudAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        var running = new PipelineRunner(cloud).Start("""
            jobs:
            - deployment: D
              environment: prod
              pool: private-network
              strategy:
                runOnce:
                  preDeploy: { steps: [ script: echo pre ] }
                  deploy: { steps: [ script: echo deploy ] }
            """);
        await using var process = agent.Start("run", "--once");
        await UntilAsync(() => running.Jobs.Count == 2 && running.Job("D.deploy").State == JobState.Waiting);
        Assert.That(running.Job("D.preDeploy").Result, Is.EqualTo(JobResult.Succeeded), "a run-once agent serves one hook");
        Assert.That(await process.ExitAsync(), Is.Zero);
        Assert.That(running.Job("D.deploy").State, Is.EqualTo(JobState.Waiting), "and then the next one waits for an agent");
        await running.CancelAsync();
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!holds()) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
    }
}
