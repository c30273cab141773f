using EphemeralAgents.Emulator;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines;

namespace EphemeralAgents.EndToEnd.Tests;

/// <summary>A demand selects an agent, it does not reserve it: why the pool must belong to these agents alone.</summary>
public sealed class TheftTests
{
    [Test, CancelAfter(120_000)]
    public async Task A_job_without_demands_takes_the_agent_and_the_rightful_job_waits_in_vain(CancellationToken ct)
    {
        await using var cloud = await EmulatedCloud.StartAsync(Layout.Cloud, ct);
        var provisioning = await cloud.RunAsync(Run.Provisioning("deploy-7"), ct);
        Assert.That(provisioning.Result, Is.EqualTo(JobResult.Succeeded), provisioning.Log);
        var done = Path.Combine(cloud.Folder, "done");

        var theft = cloud.Start(Run.PoolJob("thief", demand: null, $"until [ -e {done} ]; do sleep 0.05; done"));
        await Run.UntilAsync(() => theft.Jobs is [{ State: JobState.Running }], ct);
        var rightful = cloud.Start(Run.PoolJob("deploy", "Agent.Name -equals deploy-7", "echo never"));
        await Run.UntilAsync(() => rightful.Jobs is [{ State: JobState.Waiting }], ct);
        await File.WriteAllTextAsync(done, "", ct);
        await theft.Completion.WaitAsync(ct);
        Assert.That((theft.Result, theft.Job("thief").Agent), Is.EqualTo((JobResult.Succeeded, "deploy-7")), theft.Log);

        // The run-once agent has had its job: it goes, and nobody is left to take the job that it was made for.
        await Run.UntilAsync(() => cloud.Azure.ContainerGroups.Count == 0, ct);
        Assert.That((rightful.Job("deploy").State, rightful.Job("deploy").Agent), Is.EqualTo((JobState.Waiting, (string?)null)));
        await rightful.CancelAsync();
        Assert.That(rightful.Result, Is.EqualTo(JobResult.Canceled));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_job_whose_agent_was_never_provisioned_is_rejected_at_once(CancellationToken ct)
    {
        await using var cloud = await EmulatedCloud.StartAsync(Layout.Cloud, ct);
        var run = await cloud.RunAsync(Run.PoolJob("deploy", "Agent.Name -equals deploy-8", "echo never"), ct);
        Assert.That(run.Result, Is.EqualTo(JobResult.Failed));
        Assert.That(run.Log, Does.Contain("No agent found in pool private-network which satisfies"));
    }
}
