using System.Net;
using System.Text;
using EphemeralAgents.AzurePipelines.Pools;
using EphemeralAgents.Emulator;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.AzurePipelines.Tests.Pools;

public sealed class SigningIn
{
    [Test]
    public async Task A_worthless_token_is_not_authenticated_and_not_told()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var failure = await Assert.ThrowsAsync<ProvisioningException>(() => organization.PoolsWith("worthless-token").GetPoolAsync(World.Pool, CancellationToken.None));
        using var _ = Assert.EnterMultipleScope();
        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.NotPermitted));
        Assert.That(failure.Message, Does.Contain("not authenticated").And.Not.Contain("worthless-token"));
        // Without X-TFS-FedAuthRedirect: Suppress it would be a redirect to a page.
        Assert.That(organization.Wire.Exchanges.Single().Status, Is.EqualTo(401));
    }

    [TestCase(HttpStatusCode.NonAuthoritativeInformation)]
    [TestCase(HttpStatusCode.Redirect)]
    [TestCase(HttpStatusCode.OK)]
    public async Task A_page_to_sign_in_is_not_authenticated(HttpStatusCode status)
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        organization.Wire.Answer = _ => new HttpResponseMessage(status) { Content = new StringContent("<html>Sign in</html>", Encoding.UTF8, "text/html"), Headers = { Location = new Uri("https://login.example/") } };
        var failure = await Assert.ThrowsAsync<ProvisioningException>(() => organization.Pools.GetPoolAsync(World.Pool, CancellationToken.None));
        Assert.That(failure!.Message, Does.Contain("not authenticated").And.Not.Contain("html"));
    }

    [Test]
    public async Task An_empty_answer_in_place_of_a_page_is_not_authenticated_either()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        organization.Wire.Answer = _ => new HttpResponseMessage(HttpStatusCode.NonAuthoritativeInformation);
        var failure = await Assert.ThrowsAsync<ProvisioningException>(() => organization.Pools.GetPoolAsync(World.Pool, CancellationToken.None));
        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.NotPermitted));
    }

    [Test]
    public void A_token_is_never_sent_in_clear()
    {
        var failure = Assert.Throws<ProvisioningException>(() => _ = new AgentPools(new Uri("http://devops.example/fabrikam"), null, "a-token"));
        using var all = Assert.EnterMultipleScope();
        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.Usage));
        Assert.That(failure.Message, Does.Contain("https://"));
    }

    [Test]
    public async Task A_personal_token_is_the_password_of_nobody_and_is_not_handed_on()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        string? sent = null;
        organization.Wire.Answer = request =>
        {
            sent = request.Headers.Authorization?.ToString();
            return null;
        };
        var token = organization.Cloud.AzureDevOps.AdministratorToken;
        var pools = AgentPools.WithPersonalToken(organization.Cloud.OrganizationUrl, World.Project, token, organization.Wire.Transport);
        await pools.GetPoolAsync(World.Pool, CancellationToken.None);
        Assert.That(sent, Is.EqualTo($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($":{token}"))}"));
        Assert.That(await pools.GetCleanupTokenAsync(CancellationToken.None), Is.Null);
    }

    [Test]
    public void Nor_is_a_personal_token_sent_in_clear()
    {
        var failure = Assert.Throws<ProvisioningException>(() => AgentPools.WithPersonalToken(new Uri("http://devops.example/fabrikam"), null, "a-token"));
        Assert.That(failure!.Message, Does.Contain("https://").And.Not.Contain("a-token"));
    }

    [Test]
    public async Task The_token_for_the_container_is_the_one_that_we_use()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        Assert.That(await organization.PoolsWith("the-token").GetCleanupTokenAsync(CancellationToken.None), Is.EqualTo("the-token"));
    }
}
