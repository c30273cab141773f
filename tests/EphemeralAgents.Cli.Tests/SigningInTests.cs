using System.Buffers.Text;
using System.Net;
using System.Text.Json.Nodes;
using EphemeralAgents.Emulator;
using EphemeralAgents.Emulator.Identity;
using EphemeralAgents.Testing;
using static EphemeralAgents.Emulator.World;
using PoolRole = EphemeralAgents.Emulator.AzureDevOps.PoolRole;

namespace EphemeralAgents.Cli.Tests;

/// <summary>The whole program signs in to an emulated cloud, by every kind of service connection.</summary>
internal sealed class SigningInTests
{
    private const string Azure = "azureServiceConnection", AzureDevOps = "azureDevOpsServiceConnection", Registry = "registryServiceConnection";

    [TestCase(ServiceConnection)]
    [TestCase(CertificateConnection)]
    [TestCase(FederatedConnection)]
    [TestCase(ManagedConnection)]
    public async Task Every_azure_connection_provisions_and_no_secret_is_shown(string connection)
    {
        await using var shell = await EmulatedShell.StartAsync();
        AnswerAsTheMachine(shell);
        var ending = await shell.ProvisionAsync((Azure, connection));
        Assert.That((ending.ExitCode, shell.Cloud.Azure.ContainerGroups.Count), Is.EqualTo((0, 1)), ending.ToString());
        AssertNothingSecret(shell, ending);
    }

    [Test]
    public async Task A_certificate_signs_what_it_proves_itself_with()
    {
        await using var shell = await EmulatedShell.StartAsync();
        await shell.ProvisionAsync((Azure, CertificateConnection));
        var assertion = Assertion(shell.Wire.Exchanges.First(one => one.Uri.AbsolutePath.EndsWith("/token", StringComparison.Ordinal)));
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(assertion.Split('.')[0]))!;
        Assert.That(((string?)header["alg"], header["x5t#S256"] is not null), Is.EqualTo(("PS256", true)));
    }

    [TestCase(ServiceConnection)]
    [TestCase(CertificateConnection)]
    [TestCase(FederatedConnection)]
    [TestCase(ManagedConnection)]
    public async Task A_long_run_gets_new_tokens_as_the_old_ones_end(string connection)
    {
        await using var shell = await EmulatedShell.StartAsync();
        AnswerAsTheMachine(shell);
        shell.Cloud.Directory.TokenLifetime = TimeSpan.FromMinutes(1); // less than a token must have left to be used again
        await shell.ProvisionAsync((Azure, connection));
        var requests = shell.Wire.Exchanges.Where(one => one.Uri.AbsolutePath.EndsWith("/token", StringComparison.Ordinal)).ToArray();
        Assert.That(requests, Has.Length.GreaterThan(1));
        if (connection is FederatedConnection or CertificateConnection)
            Assert.That(requests.Select(Assertion).Distinct().Count(), Is.EqualTo(requests.Length), "a fresh one for every token");
    }

    [TestCase("wrong", "secret is wrong")]
    [TestCase("expired", "secret has expired")]
    [TestCase("unknown", "does not know the application")]
    [TestCase("unfederated", "add the service connection's federated credential")]
    [TestCase("not-uploaded", "does not know the certificate")]
    [TestCase("gone", "Check that the connection still exists")]
    [TestCase("no-identity", "Assign the managed identity")]
    public async Task What_is_refused_is_one_clear_message(string mistake, string expected)
    {
        await using var shell = await EmulatedShell.StartAsync();
        var ending = await shell.ProvisionAsync((Azure, Make(mistake, shell)));
        var issues = ending.Out.Split('\n').Where(line => line.StartsWith("##vso[task.logissue type=error]", StringComparison.Ordinal)).ToArray();
        Assert.That((ending.ExitCode, issues.Length), Is.EqualTo((5, 1)), ending.ToString());
        Assert.That(issues[0], Does.Contain(expected));
        Assert.That(shell.Cloud.AzureDevOps.Pools[PoolId].Agents, Is.Empty);
        AssertNothingSecret(shell, ending);
    }

    [Test]
    public async Task An_azure_devops_connection_registers_where_the_job_itself_may_not()
    {
        await using var shell = await EmulatedShell.StartAsync();
        shell.Cloud.AzureDevOps.Pools[PoolId].SetRole(BuildIdentity, PoolRole.Reader);
        var refused = await shell.ProvisionAsync((Azure, FederatedConnection));
        Assert.That(refused.ExitCode, Is.EqualTo(5), refused.ToString());
        var ending = await shell.ProvisionAsync((Azure, FederatedConnection), (AzureDevOps, AzureDevOpsConnection));
        Assert.That((ending.ExitCode, shell.Cloud.AzureDevOps.Pools[PoolId].Agents.Count), Is.EqualTo((0, 1)), ending.ToString());
        AssertNothingSecret(shell, ending);
    }

    [Test]
    public async Task Its_token_and_not_the_jobs_is_sealed_and_masked()
    {
        await using var shell = await EmulatedShell.StartAsync();
        // The agent never comes online, so what was created is taken back.
        var ending = await shell.ProvisionAsync([("onlineTimeout", "2s")], (Azure, ServiceConnection), (AzureDevOps, AzureDevOpsConnection));
        Assert.That(ending.ExitCode, Is.EqualTo(3), ending.ToString());
        var issued = shell.Cloud.Tokens.Find(shell.Bundle.Cleanup.AzureDevOpsToken)!;
        Assert.That((issued.Principal.Id, issued.Audience, issued.JobId), Is.EqualTo((AgentsClientId, Resources.AzureDevOps, (Guid?)null)));
        Assert.That(ending.Out, Does.Contain($"##vso[task.setsecret]{issued.Value}"));
        AssertNothingSecret(shell, ending);
    }

    [TestCase(RegistryPrincipalConnection, 0)]
    [TestCase(RegistryFederatedConnection, 1)]
    [TestCase(RegistryManagedConnection, 1)]
    [TestCase(RegistryPasswordConnection, 0)]
    public async Task Every_registry_connection_pulls_an_image_that_nobody_else_may(string connection, int exchanges)
    {
        await using var shell = await EmulatedShell.StartAsync();
        AnswerAsTheMachine(shell);
        (string, string)[] inputs = [("waitFor", "accepted"), ("image", $"{shell.Cloud.Azure.Registry.Server}/{EmulatedShell.Image}")];
        var anonymous = await shell.ProvisionAsync(inputs, (Azure, ServiceConnection));
        Assert.That(anonymous.Out, Does.Contain("InaccessibleImage"));
        var ending = await shell.ProvisionAsync(inputs, (Azure, ServiceConnection), (Registry, connection));
        Assert.That((ending.ExitCode, shell.Cloud.Azure.ContainerGroups.Count, shell.Count("/oauth2/exchange")), Is.EqualTo((0, 1, exchanges)), ending.ToString());
        AssertNothingSecret(shell, ending);
    }

    [Test]
    public async Task A_registry_that_refuses_is_told_and_nothing_is_created()
    {
        await using var shell = await EmulatedShell.StartAsync();
        shell.Wire.Answer = request => request.RequestUri!.AbsolutePath == "/oauth2/exchange" ? Wire.Json(HttpStatusCode.Unauthorized, """{"errors":[]}""") : null;
        var ending = await shell.ProvisionAsync([("image", $"{shell.Cloud.Azure.Registry.Server}/{EmulatedShell.Image}")], (Azure, ServiceConnection), (Registry, RegistryFederatedConnection));
        Assert.That((ending.ExitCode, shell.Cloud.AzureDevOps.Pools[PoolId].Agents.Count), Is.EqualTo((5, 0)), ending.ToString());
        Assert.That(ending.Out, Does.Contain("gave no token for the identity of its service connection: HTTP 401").And.Contain("AcrPull"));
    }

    [Test]
    public async Task A_personal_token_is_sent_as_a_password_and_never_sealed()
    {
        await using var shell = await EmulatedShell.StartAsync();
        var schemes = new HashSet<string>(StringComparer.Ordinal);
        shell.Wire.Answer = request =>
        {
            if (request.RequestUri!.AbsolutePath.StartsWith("/fabrikam/", StringComparison.Ordinal)) schemes.Add(request.Headers.Authorization!.Scheme);
            return null;
        };
        var environment = Workstation(shell);
        environment["AZURE_CLIENT_SECRET"] = shell.Cloud.Directory.Deploy.Secret;
        var ending = await shell.RunAsync([.. Command(shell), "--online-timeout", "2s"], environment);
        Assert.That(ending.ExitCode, Is.EqualTo(3), ending.ToString());
        Assert.That(schemes, Is.EqualTo(new[] { "Basic" }));
        Assert.That((shell.Bundle.Cleanup.AzureDevOpsToken, shell.Bundle.Cleanup.ResourceManagerToken is not null), Is.EqualTo(((string?)null, true)));
        Assert.That(shell.Creation.Sent, Does.Not.Contain(shell.Cloud.AzureDevOps.AdministratorToken));
        AssertNothingSecret(shell, ending);
    }

    [TestCase("certificate")]
    [TestCase("identity")]
    public async Task Outside_a_pipeline_a_certificate_or_the_machine_signs_in_as_well(string way)
    {
        await using var shell = await EmulatedShell.StartAsync();
        var identity = AnswerAsTheMachine(shell);
        var path = Path.Combine(shell.Cloud.Folder, "client.pem");
        await File.WriteAllTextAsync(path, shell.Connection(CertificateConnection).Parameters["serviceprincipalcertificate"]);
        string[] options = way == "certificate" ? ["--client-certificate-path", path] : ["--managed-identity", identity];
        var ending = await shell.RunAsync([.. Command(shell), "--wait-for", "accepted", .. options], Workstation(shell));
        Assert.That((ending.ExitCode, shell.Cloud.Azure.ContainerGroups.Count), Is.EqualTo((0, 1)), ending.ToString());
    }

    private static string Assertion(Exchange request) =>
        request.Sent!.Split('&').Single(field => field.StartsWith("client_assertion=", StringComparison.Ordinal))["client_assertion=".Length..];

    private static string[] Command(EmulatedShell shell) =>
    [
        "provision", "--organization", shell.Cloud.OrganizationUrl.AbsoluteUri, "--project", Project, "--pool", Pool, "--agent-name", "deploy-1207",
        "--resource-group", ResourceGroup, "--subnet", SubnetId, "--image", $"{World.Registry}/{EmulatedShell.Image}",
    ];

    private static Dictionary<string, string> Workstation(EmulatedShell shell) => new(StringComparer.Ordinal)
    {
        ["AZURE_SUBSCRIPTION_ID"] = SubscriptionId, ["AZURE_TENANT_ID"] = TenantId, ["AZURE_CLIENT_ID"] = DeployClientId,
        ["AZURE_RESOURCE_MANAGER_URL"] = shell.Cloud.Address.AbsoluteUri, ["AZURE_AUTHORITY_HOST"] = shell.Cloud.Address.AbsoluteUri,
        ["AZURE_DEVOPS_EXT_PAT"] = shell.Cloud.AzureDevOps.AdministratorToken,
    };

    private static string Make(string mistake, EmulatedShell shell)
    {
        var deploy = shell.Cloud.Directory.Deploy;
        switch (mistake)
        {
            case "wrong":
                deploy.Secret = "another-secret-than-in-the-connection";
                return ServiceConnection;
            case "expired":
                deploy.SecretExpiresOn = TimeProvider.System.GetUtcNow();
                return ServiceConnection;
            case "unknown":
                shell.Change(ServiceConnection, one => one with { Parameters = new Dictionary<string, string>(one.Parameters) { ["serviceprincipalid"] = $"{Guid.NewGuid()}" } });
                return ServiceConnection;
            case "unfederated":
                deploy.FederatedSubjects.Clear();
                return FederatedConnection;
            case "not-uploaded":
                deploy.Certificates.Clear();
                return CertificateConnection;
            case "gone":
                shell.Change(FederatedConnection, one => one with { Id = Guid.Empty });
                shell.Wire.Answer = request => request.RequestUri!.AbsolutePath.EndsWith("/oidctoken", StringComparison.Ordinal)
                    ? Wire.Json(HttpStatusCode.NotFound, """{"message":"Service connection not found.","typeKey":"EndpointNotFoundException"}""") : null;
                return FederatedConnection;
            default:
                AnswerAsTheMachine(shell);
                shell.Wire.Answer = request => request.RequestUri!.Host == "169.254.169.254"
                    ? Wire.Json(HttpStatusCode.BadRequest, """{"error":"invalid_request","error_description":"Identity not found"}""") : null;
                return ManagedConnection;
        }
    }

    /// <summary>
    /// The identity endpoint of a machine is at an address that only a process of its own can be led away from. Its tokens are cached
    /// for the whole process by the identity's client id, so every test has one of its own.
    /// </summary>
    private static string AnswerAsTheMachine(EmulatedShell shell)
    {
        var clientId = $"{Guid.NewGuid()}";
        foreach (var name in (string[])[ManagedConnection, RegistryManagedConnection])
            shell.Change(name, one => one with { Data = new Dictionary<string, string>(one.Data) { ["msiclientid"] = clientId } });
        shell.Wire.Answer = request => request.RequestUri!.Host == "169.254.169.254" ? Answer(shell, request, clientId) : null;
        return clientId;
    }

    private static HttpResponseMessage Answer(EmulatedShell shell, HttpRequestMessage request, string clientId)
    {
        Assert.That(request.Headers.GetValues("Metadata"), Is.EqualTo(new[] { "true" }));
        Assert.That(request.RequestUri!.Query, Does.Contain($"client_id={clientId}"));
        var token = shell.Cloud.Tokens.Issue(new Principal(MachineIdentityClientId, "id-build-machine", PrincipalKind.ManagedIdentity), Resources.ResourceManager, shell.Cloud.Directory.TokenLifetime);
        return Wire.Json(HttpStatusCode.OK, $$"""{"access_token":"{{token.Value}}","expires_on":"{{token.ExpiresOn.ToUnixTimeSeconds()}}","resource":"https://management.azure.com/","token_type":"Bearer"}""");
    }

    private static void AssertNothingSecret(EmulatedShell shell, Ending ending)
    {
        var shown = EmulatedShell.Shown(ending);
        Assert.That(shell.Secrets.Where(secret => shown.Contains(secret, StringComparison.Ordinal)), Is.Empty, "shown");
    }
}
