using System.Diagnostics.Tracing;
using System.Net;
using Azure.Core.Diagnostics;
using EphemeralAgents.Agents;
using EphemeralAgents.AzurePipelines.Pools;
using EphemeralAgents.Emulator;
using EphemeralAgents.Provisioning;
using EphemeralAgents.Testing;

namespace EphemeralAgents.AzurePipelines.Tests.Pools;

public sealed class Refusals
{
    [TestCase("""{"message":"Agent deploy-1207 exists","typeKey":"TaskAgentExistsException"}""")]
    [TestCase("""{"message":"Agent deploy-1207 exists","typeName":"Microsoft.TeamFoundation.DistributedTask.WebApi.TaskAgentExistsException, Microsoft.TeamFoundation.DistributedTask.WebApi"}""")]
    public async Task A_refusal_is_told_by_its_key_or_its_type_name(string body)
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        organization.Wire.Answer = _ => Wire.Json(HttpStatusCode.BadRequest, body);
        await Assert.ThrowsAsync<AgentExistsException>(() => organization.Pools.AddAgentAsync(organization.Pool, Some.Registration(), CancellationToken.None));
    }

    [TestCase("""{"message":"Agent deploy-1207 is busy","typeKey":"TaskAgentJobStillRunningException"}""")]
    [TestCase("""{"message":"Agent deploy-1207 is currently running a job.","typeKey":"InvalidOperationException"}""")]
    public async Task An_agent_that_runs_a_job_is_busy(string body)
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var added = await organization.Pools.AddAgentAsync(organization.Pool, Some.Registration(), CancellationToken.None);
        organization.Wire.Answer = request => request.Method == HttpMethod.Delete ? Wire.Json(HttpStatusCode.BadRequest, body) : null;
        var failure = await Assert.ThrowsAsync<AgentBusyException>(() => organization.Pools.DeleteAgentAsync(organization.Pool, added.Id, CancellationToken.None));
        Assert.That(failure!.Message, Does.Contain("'deploy-1207'"));
    }

    [Test]
    public async Task An_unknown_refusal_is_told_in_the_services_own_words()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        organization.Wire.Answer = _ => Wire.Json(HttpStatusCode.BadRequest, """{"message":"The sky fell.","typeKey":"SkyException"}""");
        var failure = await Assert.CatchAsync<ProvisioningException>(() => organization.Pools.GetPoolAsync(World.Pool, CancellationToken.None));
        Assert.That(failure!.Message, Does.Contain("The sky fell."));
    }

    [Test]
    public async Task A_project_that_does_not_exist_is_named()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var pools = organization.PoolsWith(organization.Cloud.AzureDevOps.AdministratorToken, project: "No such project");
        var failure = await Assert.CatchAsync<ProvisioningException>(() => pools.GetPoolAsync(World.Pool, CancellationToken.None));
        using var _ = Assert.EnterMultipleScope();
        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.NotUsable));
        Assert.That(failure.Message, Does.Contain("No such project"));
    }

    [Test]
    public async Task A_busy_service_is_asked_again_when_it_says()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var asked = 0;
        organization.Wire.Answer = _ => asked++ > 0 ? null : new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new(TimeSpan.Zero) } };
        Assert.That((await organization.Pools.GetPoolAsync(World.Pool, CancellationToken.None)).Id, Is.EqualTo(World.PoolId));
    }

    [Test]
    public async Task A_certificate_of_an_unknown_authority_fails_at_once()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var pools = new AgentPools(organization.Cloud.OrganizationUrl, null, "a-token"); // with the machine's own trust
        var failure = await Assert.ThrowsAsync<ConnectionFailedException>(() => pools.GetPoolAsync(World.Pool, CancellationToken.None));
        Assert.That(failure!.Message, Does.Contain("is not trusted here").And.Contain("SSL_CERT_FILE"));
    }

    [Test]
    [NonParallelizable] // the listener hears every client in the process
    public async Task Nothing_secret_is_in_the_log()
    {
        var lines = new List<string>();
        using var listener = new AzureEventSourceListener((_, text) => { lock (lines) lines.Add(text); }, EventLevel.Verbose);
        await using var organization = await EmulatedOrganization.StartAsync();
        var token = organization.Cloud.AzureDevOps.IssueJobToken(Guid.NewGuid());
        await organization.PoolsWith(token).AddAgentAsync(organization.Pool, Some.Registration(), CancellationToken.None);
        using var _ = Assert.EnterMultipleScope();
        Assert.That(lines, Has.Some.Contains($"pools/{World.PoolId}/agents?api-version=7.1"));
        Assert.That(lines, Has.Some.Contains("Authorization:REDACTED"));
        Assert.That(lines, Has.None.Contains(token));
    }
}
