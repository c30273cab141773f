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
}
