using EphemeralAgents.Azure.ContainerGroups;
using EphemeralAgents.Azure.Credentials;
using EphemeralAgents.Emulator;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Azure.Tests;

public sealed class SigningIn
{
    [TestCase(World.DeployClientId, World.TenantId, "AADSTS7000215", "secret is wrong")]
    [TestCase("0d3ab4f1-0000-4000-8000-00000000dead", World.TenantId, "AADSTS700016", "does not know the application")]
    [TestCase(World.DeployClientId, "0d3ab4f1-0000-4000-8000-00000000dead", "AADSTS90002", "no such tenant")]
    public async Task What_Entra_refuses_is_told_by_its_code_without_the_secret(string clientId, string tenantId, string code, string remedy)
    {
        await using var azure = await EmulatedAzure.StartAsync();
        var groups = azure.GroupsAs(azure.Principal(clientId, "wrong-secret", tenantId));
        var failure = await Assert.ThrowsAsync<ProvisioningException>(() => groups.GetNetworkAsync(Some.Subnet, CancellationToken.None));
        using var _ = Assert.EnterMultipleScope();
        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.NotPermitted));
        Assert.That(failure.Message, Does.Contain(code).And.Contain(remedy));
        Assert.That(failure.ToString(), Does.Not.Contain("wrong-secret").And.Not.Contain("Trace ID"));
    }

    [Test]
    public async Task A_sealed_token_deletes_a_group_without_asking_for_another()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        await azure.Groups.CreateAsync(Some.Spec(), CancellationToken.None);
        var token = await azure.Groups.GetCleanupTokenAsync(CancellationToken.None);
        await azure.GroupsAs(AzureCredentials.SealedToken(token)).DeleteAsync(Some.Spec().Id, CancellationToken.None);
        using var _ = Assert.EnterMultipleScope();
        Assert.That(azure.Cloud.Azure.ContainerGroups, Is.Empty);
        Assert.That(azure.TokenRequests, Is.EqualTo(1));
    }

    [Test]
    public async Task A_worthless_token_is_not_permitted()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        var failure = await Assert.ThrowsAsync<ProvisioningException>(() => azure.GroupsAs(AzureCredentials.SealedToken("worthless-token")).DeleteAsync(Some.Spec().Id, CancellationToken.None));
        using var _ = Assert.EnterMultipleScope();
        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.NotPermitted));
        Assert.That(failure.ToString(), Does.Not.Contain("worthless-token"));
    }

    [Test]
    public async Task A_certificate_of_an_unknown_authority_fails_at_once()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        var byPrincipal = AzureCredentials.ClientSecret(azure.Address, World.TenantId, World.DeployClientId, azure.Cloud.Directory.Deploy.Secret); // with the machine's own trust
        foreach (var credential in (global::Azure.Core.TokenCredential[])[byPrincipal, AzureCredentials.SealedToken("a-token")])
        {
            var groups = new AzureContainerGroups(new AzureConnection(azure.Address, World.SubscriptionId, credential));
            var failure = await Assert.ThrowsAsync<ConnectionFailedException>(() => groups.GetNetworkAsync(Some.Subnet, CancellationToken.None));
            Assert.That(failure!.Message, Does.Contain("is not trusted here").And.Contain("SSL_CERT_FILE"));
        }
    }

    [Test]
    public void A_token_is_never_sent_in_clear()
    {
        var clear = AzureCloud.Public with { ResourceManager = new Uri("http://management.example/") };
        var failure = Assert.Throws<ProvisioningException>(() => _ = new AzureConnection(clear, World.SubscriptionId, AzureCredentials.SealedToken("a-token")));
        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.Usage));
    }
}
