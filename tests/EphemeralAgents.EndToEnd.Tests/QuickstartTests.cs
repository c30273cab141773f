using EphemeralAgents.Emulator;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines;

namespace EphemeralAgents.EndToEnd.Tests;

/// <summary>samples/quickstart, whole: the task's launcher and CLI, the supervisor and an agent, all as processes.</summary>
public sealed class QuickstartTests
{
    [Test, CancelAfter(120_000)]
    public async Task The_deployment_runs_on_its_own_agent_and_nothing_is_left(CancellationToken ct)
    {
        await using var cloud = await EmulatedCloud.StartAsync(Layout.Cloud, ct);
        var run = await new PipelineRunner(cloud).RunAsync(Layout.Sample("quickstart"), new RunOptions { TaskFolders = [Layout.Task] }, ct);
        TestContext.Out.WriteLine(run.Log);
        Assert.That(run.Result, Is.EqualTo(JobResult.Succeeded));
    }

    [TestCase(JobState.Waiting)]
    [TestCase(JobState.Running)]
    [CancelAfter(50_000)] // less than the emulator waits for an agent that does not report the end of its job
    public async Task A_run_that_is_cancelled_comes_to_its_end_and_leaves_nothing(JobState deployment, CancellationToken ct)
    {
        await using var cloud = await EmulatedCloud.StartAsync(Layout.Cloud, ct);

        // A deployment that would go on: the cancellation must not come when the last job is at work already.
        const string End = "Whatever your private network can reach, this script can deploy to.\"";
        var sample = File.ReadAllText(Layout.Sample("quickstart"));
        Assert.That(sample, Does.Contain(End));
        var run = cloud.Start(sample.Replace(End, $"{End}; exec sleep 40"));
        await Run.UntilAsync(() => run.Jobs.Any(job => job.Job == "deploy" && job.State >= deployment), ct);
        await run.CancelAsync().WaitAsync(ct);
        Assert.That(run.Result, Is.EqualTo(JobResult.Canceled), run.Log);
        await Run.UntilAsync(() => cloud.Azure.ContainerGroups.Count == 0 && cloud.Agents().Count == 0, ct);
    }

    [Test, CancelAfter(120_000)]
    public async Task Where_provisioning_does_not_wait_the_job_still_gets_its_agent(CancellationToken ct)
    {
        await using var cloud = await EmulatedCloud.StartAsync(Layout.Cloud with { Latencies = Latencies.None with { ContainerStart = TimeSpan.FromSeconds(2) } }, ct);
        var provisioning = await cloud.RunAsync(Run.Provisioning("deploy-7", "waitFor: accepted"), ct);
        Assert.That(cloud.Agents().Select(agent => agent.IsOnline), Is.EqualTo(new[] { false }), provisioning.Log);
        var job = await cloud.RunAsync(Run.PoolJob("deploy", "Agent.Name -equals deploy-7", "echo deployed"), ct);
        Assert.That(job.Result, Is.EqualTo(JobResult.Succeeded), job.Log);
        await Run.UntilAsync(() => cloud.Azure.ContainerGroups.Count == 0, ct);
    }
}
