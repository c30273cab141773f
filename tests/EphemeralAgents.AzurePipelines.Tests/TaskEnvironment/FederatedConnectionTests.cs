using System.Net;
using EphemeralAgents.AzurePipelines.TaskEnvironment;
using EphemeralAgents.AzurePipelines.Tests.Pools;
using EphemeralAgents.Emulator;
using EphemeralAgents.Provisioning;
using EphemeralAgents.Testing;

namespace EphemeralAgents.AzurePipelines.Tests.TaskEnvironment;

public sealed class FederatedConnectionTests
{
    private static readonly Guid Job = Guid.NewGuid();

    [Test]
    public async Task Every_assertion_is_a_new_one_for_the_connection_alone()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var connection = Connection(organization, organization.Cloud.AzureDevOps.IssueJobToken(Job));
        var (first, second) = (await connection.GetAssertionAsync(CancellationToken.None), await connection.GetAssertionAsync(CancellationToken.None));
        Assert.That(first, Is.Not.EqualTo(second));
        Assert.That(organization.Cloud.Tokens.Find(first)!.Subject, Is.EqualTo("sc://fabrikam/Shop/azure-private"));
        var asked = organization.Wire.Exchanges[0];
        Assert.That((asked.Method, asked.Sent, asked.Uri.Query), Is.EqualTo(("POST", "", $"?api-version=7.1&serviceConnectionId={World.ServiceConnectionId}")));
    }

    [Test]
    public async Task Another_jobs_token_is_refused_and_not_told()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var token = organization.Cloud.AzureDevOps.IssueJobToken(Guid.NewGuid());
        var failure = await Assert.ThrowsAsync<ProvisioningException>(() => Connection(organization, token).GetAssertionAsync(CancellationToken.None));
        Assert.That((failure!.ExitCode, failure.Message.Contains(token, StringComparison.Ordinal)), Is.EqualTo((ExitCode.NotPermitted, false)));
        Assert.That(failure.Message, Does.Contain("gave this job no token for service connection"));
    }

    [Test]
    public async Task An_answer_without_a_token_is_told()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        organization.Wire.Answer = _ => Wire.Json(HttpStatusCode.OK, "{}");
        var failure = await Assert.ThrowsAsync<ProvisioningException>(() => Connection(organization, "job-token").GetAssertionAsync(CancellationToken.None));
        Assert.That(failure!.Message, Does.Contain("without a token"));
    }

    [Test]
    public void The_jobs_token_is_never_sent_in_clear()
    {
        var failure = Assert.Throws<ProvisioningException>(() => _ = new FederatedConnection(new Uri("http://devops.example/jobs/1/oidctoken"), "id", "job-token"));
        Assert.That(failure!.Message, Does.Contain("https://").And.Not.Contain("job-token"));
    }

    private static FederatedConnection Connection(EmulatedOrganization organization, string token) => new(
        new Uri(organization.Cloud.OrganizationUrl, $"{World.ProjectId}/_apis/distributedtask/hubs/build/plans/{Guid.NewGuid()}/jobs/{Job}/oidctoken"),
        World.ServiceConnectionId, token, organization.Wire.Transport);
}
