using EphemeralAgents.Emulator;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines;

namespace EphemeralAgents.EndToEnd.Tests;

/// <summary>samples/quickstart, whole, with every kind of service connection.</summary>
public sealed class ServiceConnectionTests
{
    [TestCase(World.ServiceConnection)]
    [TestCase(World.CertificateConnection)]
    [TestCase(World.FederatedConnection)]
    [TestCase(World.ManagedConnection)]
    [CancelAfter(120_000)]
    public async Task The_quickstart_runs_with_every_azure_connection(string connection, CancellationToken ct)
    {
        await using var cloud = await EmulatedCloud.StartAsync(Layout.Cloud, ct);
        var run = await cloud.RunAsync(Quickstart("azureServiceConnection: azure-private", $"azureServiceConnection: {connection}"), ct);
        Assert.That(run.Result, Is.EqualTo(JobResult.Succeeded), run.Log);
        Assert.That((cloud.Agents().Count, cloud.Azure.ContainerGroups.Count), Is.EqualTo((0, 0)));
        AssertNothingSecret(cloud, run);
    }

    [Test, CancelAfter(120_000)]
    public async Task With_an_azure_devops_connection_the_build_identity_needs_no_right_in_the_pool(CancellationToken ct)
    {
        await using var cloud = await EmulatedCloud.StartAsync(Layout.Cloud, ct);
        cloud.AzureDevOps.Pools[World.PoolId].SetRole(World.BuildIdentity, PoolRole.Reader);
        var provisioning = await cloud.RunAsync(Run.Provisioning("deploy-7", $"azureDevOpsServiceConnection: {World.AzureDevOpsConnection}"), ct);
        Assert.That(provisioning.Result, Is.EqualTo(JobResult.Succeeded), provisioning.Log);
        var job = await cloud.RunAsync(Run.PoolJob("deploy", "Agent.Name -equals deploy-7", "echo deployed"), ct);
        Assert.That(job.Result, Is.EqualTo(JobResult.Succeeded), job.Log);
        // Nothing but the container is left to clean up, with a token that outlives the job which sealed it.
        await Run.UntilAsync(() => cloud.Azure.ContainerGroups.Count == 0, ct);
        Assert.That(cloud.Agents(), Is.Empty);
        AssertNothingSecret(cloud, provisioning);
    }

    [TestCase(World.RegistryFederatedConnection)]
    [TestCase(World.RegistryManagedConnection)]
    [CancelAfter(120_000)]
    public async Task An_image_that_needs_a_credential_is_pulled_with_a_registry_connection(string connection, CancellationToken ct)
    {
        await using var cloud = await EmulatedCloud.StartAsync(Layout.Cloud, ct);
        var image = $"{cloud.Azure.Registry.Server}/agents/linux:1";
        cloud.Azure.Containers.AddImage(image, Layout.Image);
        var run = await cloud.RunAsync(Quickstart($"image: {World.AgentImage}", $"image: {image}\n      registryServiceConnection: {connection}"), ct);
        Assert.That(run.Result, Is.EqualTo(JobResult.Succeeded), run.Log);
        AssertNothingSecret(cloud, run);
    }

    private static string Quickstart(string line, string changed)
    {
        var sample = File.ReadAllText(Layout.Sample("quickstart"));
        Assert.That(sample, Does.Contain(line));
        return sample.Replace(line, changed, StringComparison.Ordinal);
    }

    private static void AssertNothingSecret(EmulatedCloud cloud, PipelineRun run)
    {
        var key = cloud.AzureDevOps.ServiceConnections.Single(one => one.Name == World.CertificateConnection).Parameters["serviceprincipalcertificate"]
            .Split('\n').Where(line => line.Length > 20 && !line.StartsWith('-'));
        var secrets = cloud.Tokens.Values.Append(cloud.Directory.Deploy.Secret).Append(cloud.Azure.Registry.Password).Concat(key);
        Assert.That(secrets.Where(secret => run.Log.Contains(secret, StringComparison.Ordinal)), Is.Empty);
    }
}
