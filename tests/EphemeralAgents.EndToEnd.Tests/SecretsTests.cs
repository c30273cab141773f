using EphemeralAgents.Emulator;
using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.EndToEnd.Tests;

/// <summary>Looks for the actual values of every secret wherever a person or a job can look.</summary>
public sealed class SecretsTests
{
    [Test, CancelAfter(120_000)]
    public async Task No_secret_is_in_any_output_argument_list_or_job_environment(CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("Argument lists are read from /proc, which only Linux has.");
        await using var cloud = await EmulatedCloud.StartAsync(Layout.Cloud, ct);
        await using var watch = new ProcessWatch();
        var provisioning = await cloud.RunAsync(Run.Provisioning("deploy-7"), ct);
        Assert.That(provisioning.Result, Is.EqualTo(JobResult.Succeeded), provisioning.Log);
        var group = cloud.Azure.ContainerGroups.Single();

        // What a job can see of itself and of every process that it may look into.
        var snooping = await cloud.RunAsync(Run.PoolJob("snoop", "Agent.Name -equals deploy-7", "env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n'; true"), ct);
        Assert.That(snooping.Result, Is.EqualTo(JobResult.Succeeded), snooping.Log);
        await Run.UntilAsync(() => cloud.Azure.ContainerGroups.Count == 0, ct);
        var arguments = await watch.StopAsync();

        var job = snooping.Job("snoop");
        var secrets = cloud.Tokens.Values.Append(cloud.Directory.Deploy.Secret).Append(cloud.AzureDevOps.AdministratorToken).ToList();
        using var _ = Assert.EnterMultipleScope();
        Assert.That(job.Log, Has.Some.Contains("AGENT_NAME=deploy-7"), "the job's environment was printed");
        Assert.That(arguments, Has.Some.Contains("ephemeral-agents task").And.Some.Contains("Agent.Listener run --once"), "the processes were seen");
        Assert.That(secrets, Has.Count.GreaterThan(4));
        foreach (var secret in secrets)
        {
            Assert.That(provisioning.Log, Does.Not.Contain(secret));
            Assert.That(snooping.Log, Does.Not.Contain(secret));
            Assert.That(group.Containers[0].Log!.Read(), Does.Not.Contain(secret), "the container's log");
            Assert.That(arguments, Has.None.Contains(secret));
        }

        Assert.That(snooping.Log, Does.Not.Contain("EPHEMERAL_AGENT_BUNDLE"), "nor the bundle, wherever it may be read");
    }
}
