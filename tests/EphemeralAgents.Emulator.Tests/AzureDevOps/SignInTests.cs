using System.Net.Http.Headers;
using System.Text;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

internal sealed class SignInTests
{
    private const string Pools = "_apis/distributedtask/pools";
    private static readonly Principal Deploy = new(World.DeployClientId, "deploy", PrincipalKind.ServicePrincipal);

    [Test]
    public async Task A_client_that_suppresses_the_sign_in_page_gets_401_and_what_would_be_accepted()
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync("GET", "_apis/connectionData", token: null);

        Assert.That(answer.Status, Is.EqualTo(401));
        Assert.That(answer.Message.Headers.WwwAuthenticate.Select(offer => offer.Scheme), Does.Contain("Bearer").And.Contain("Basic"));
        Assert.That(answer.Message.Headers.WwwAuthenticate.First().Parameter, Is.EqualTo($"authorization_uri=https://login.microsoftonline.com/{World.TenantId}"));
    }

    [Test]
    public async Task Other_clients_are_sent_to_the_sign_in_page()
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync(new HttpRequestMessage(HttpMethod.Get, Pools));
        var page = await organization.SendAsync(new HttpRequestMessage(HttpMethod.Get, answer.Message.Headers.Location));

        Assert.That(answer.Status, Is.EqualTo(302));
        Assert.That(page.Status, Is.EqualTo(203));
        Assert.That(page.Text, Does.Contain("Sign In"));
    }

    [Test]
    public async Task A_bad_personal_access_token_gets_the_sign_in_page_itself_with_203()
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync(Basic("anything:wrong"));

        Assert.That(answer.Status, Is.EqualTo(203));
        Assert.That(answer.Message.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
    }

    [TestCase(":")]
    [TestCase("somebody:")]
    public async Task A_token_may_be_the_password_of_any_user(string user)
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync(Basic(user + organization.Admin));

        Assert.That(answer.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_service_principal_is_nobody_until_it_has_a_role()
    {
        await using var organization = await TestOrganization.StartAsync();
        var token = organization.Cloud.Tokens.Issue(Deploy, "499b84ac-1321-427f-aa17-267ca6975798/.default", TimeSpan.FromHours(1)).Value;

        var before = await organization.SendAsync("GET", Pools, token);
        organization.Pool.SetRole(World.DeployClientId, PoolRole.Reader);
        var after = await organization.SendAsync("GET", Pools, token);

        Assert.That(before.Status, Is.EqualTo(401));
        Assert.That(after.Json["value"]!.AsArray().Select(pool => (string)pool!["name"]!), Is.EqualTo(new[] { World.Pool }));
    }

    [Test]
    public async Task A_token_for_another_resource_is_refused()
    {
        await using var organization = await TestOrganization.StartAsync();
        organization.Pool.SetRole(World.DeployClientId, PoolRole.Administrator);
        var token = organization.Cloud.Tokens.Issue(Deploy, "https://management.azure.com/", TimeSpan.FromHours(1)).Value;

        Assert.That((await organization.SendAsync("GET", Pools, token)).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task A_token_is_refused_when_its_time_is_over()
    {
        await using var organization = await TestOrganization.StartAsync();
        var token = organization.Build();
        organization.Clock.Advance(TimeSpan.FromHours(48));

        Assert.That((await organization.SendAsync("GET", Pools, token)).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task Another_organization_does_not_exist_and_case_does_not_matter()
    {
        await using var organization = await TestOrganization.StartAsync();

        var other = await organization.SendAsync("GET", "/contoso/_apis/distributedtask/pools", organization.Admin);
        var shouted = await organization.SendAsync("GET", "/FABRIKAM/_APIS/DistributedTask/Pools", organization.Admin);

        Assert.That(other.Status, Is.EqualTo(404));
        Assert.That(shouted.Status, Is.EqualTo(200));
    }

    private static HttpRequestMessage Basic(string credential) => new(HttpMethod.Get, Pools)
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credential))) },
    };
}
