using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

internal sealed class OidcTests
{
    private static readonly Guid JobId = Guid.NewGuid();

    [Test]
    public async Task A_job_gets_a_token_for_its_service_connection()
    {
        await using var organization = await StartAsync();

        var answer = await AskAsync(organization, organization.Build(JobId), World.ServiceConnectionId);
        var token = organization.Cloud.Tokens.Find((string)answer.Json["oidcToken"]!)!;

        Assert.That(answer, new WireShape("""{"oidcToken":"*"}"""));
        Assert.That((token.Audience, token.Subject, token.JobId), Is.EqualTo(("api://AzureADTokenExchange", "sc://fabrikam/Shop/azure-private", (Guid?)JobId)));
        Assert.That(token.ExpiresOn, Is.EqualTo(organization.Clock.GetUtcNow().AddMinutes(10)));
    }

    [Test]
    public async Task Nobody_else_gets_one()
    {
        await using var organization = await StartAsync();

        var another = await AskAsync(organization, organization.Build(), World.ServiceConnectionId);
        var administrator = await AskAsync(organization, organization.Admin, World.ServiceConnectionId);

        Assert.That((another.Status, administrator.Status), Is.EqualTo((403, 403)));
    }

    [Test]
    public async Task An_unknown_service_connection_is_refused()
    {
        await using var organization = await StartAsync();

        var answer = await AskAsync(organization, organization.Build(JobId), Guid.NewGuid().ToString());

        Assert.That(answer.Status, Is.EqualTo(404));
    }

    private static async Task<TestOrganization> StartAsync()
    {
        var organization = await TestOrganization.StartAsync();
        organization.Organization.ServiceConnections.Clear();
        organization.Organization.ServiceConnections.Add(new ServiceConnection(
            new Guid(World.ServiceConnectionId), World.ServiceConnection, "azurerm", new Uri("https://management.azure.com/"), "WorkloadIdentityFederation",
            new Dictionary<string, string>(), new Dictionary<string, string>()));
        return organization;
    }

    private static Task<Answer> AskAsync(TestOrganization organization, string token, string connection) => organization.SendAsync(
        "POST", $"{World.ProjectId}/_apis/distributedtask/hubs/build/plans/{Guid.NewGuid()}/jobs/{JobId}/oidctoken?api-version=7.1&serviceConnectionId={connection}", token);
}
