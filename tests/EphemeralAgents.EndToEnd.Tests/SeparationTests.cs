using EphemeralAgents.Emulator;
using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.EndToEnd.Tests;

/// <summary>Whose the job is: as root a user of its own without any privilege; otherwise plainly announced as not separated.</summary>
public sealed class SeparationTests
{
    [Test, CancelAfter(120_000)]
    public async Task As_root_the_job_is_another_unprivileged_user_and_otherwise_the_emulator_says_that_it_is_not(CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("Users are separated on Linux only.");
        await using var cloud = await EmulatedCloud.StartAsync(Layout.Cloud, ct);
        var provisioning = await cloud.RunAsync(Run.Provisioning("deploy-7"), ct);
        Assert.That(provisioning.Result, Is.EqualTo(JobResult.Succeeded), provisioning.Log);
        var log = cloud.Azure.ContainerGroups.Single().Containers[0].Log!;
        var job = await cloud.RunAsync(Run.PoolJob("look", "Agent.Name -equals deploy-7", "echo uid=$(id -u); grep -E 'NoNewPrivs|CapEff|CapBnd' /proc/self/status"), ct);
        var lines = job.Job("look").Log.Select(line => line.Replace("\t", " ")).ToList();

        using var _ = Assert.EnterMultipleScope();
        if (Environment.IsPrivilegedProcess && cloud.Azure.Containers.Warning is null)
        {
            Assert.That(lines, Has.Some.Match("uid=20[0-9]{3}").And.Some.Contains("NoNewPrivs: 1"));
            Assert.That(lines, Has.Some.Contains("CapEff: 0000000000000000").And.Some.Contains("CapBnd: 0000000000000000"));
        }
        else
        {
            Assert.That(cloud.Azure.Containers.Warning, Does.Contain("--same-user"));
            Assert.That(log.Read(), Does.Contain("INSECURE"));
        }
    }
}
