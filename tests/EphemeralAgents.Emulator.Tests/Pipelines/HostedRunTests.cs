using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.Pipelines;

public sealed class HostedRunTests
{
    [Test]
    public async Task A_script_runs_and_its_output_is_the_jobs_log()
    {
        var job = await Run.StepsAsync("- script: echo hello $(Build.BuildId) $(unknown) $SYSTEM_TEAMPROJECT");
        Assert.That(job.Result, Is.EqualTo(JobResult.Succeeded), string.Join("\n", job.Log));
        Assert.That(job.Log, Does.Contain("hello 1001 Shop"));
    }
}
