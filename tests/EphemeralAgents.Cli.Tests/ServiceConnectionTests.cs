using EphemeralAgents.Cli.Inputs;

namespace EphemeralAgents.Cli.Tests;

internal sealed class ServiceConnectionTests
{
    private const string Auth = $"ENDPOINT_AUTH_{PipelineTask.ConnectionId}";
    private const string Parameter = $"ENDPOINT_AUTH_PARAMETER_{PipelineTask.ConnectionId}";
    private const string Data = $"ENDPOINT_DATA_{PipelineTask.ConnectionId}";

    [Test]
    public async Task A_service_principal_with_a_secret_leads_to_its_subscription()
    {
        var shell = await RunAsync();
        Assert.Multiple(() =>
        {
            Assert.That(shell.Azure!.SubscriptionId, Is.EqualTo("11111111-2222-4333-8444-555555555555"));
            Assert.That(shell.Azure.Identity, Is.EqualTo(new SecretIdentity("c11e0000-0000-4000-8000-000000000002", CommandLine.ClientSecret) { TenantId = "7a1e0000-0000-4000-8000-000000000001" }));
            Assert.That(shell.Azure.ToString(), Does.Not.Contain(CommandLine.ClientSecret));
            Assert.That(shell.Organization!.Url.AbsoluteUri, Is.EqualTo("https://dev.azure.com/fabrikam/"));
            Assert.That((shell.Organization.Project, shell.Organization.Identity), Is.EqualTo(("Fiber", new JobIdentity(CommandLine.Token))));
            Assert.That(shell.Organization.ToString(), Does.Not.Contain(CommandLine.Token));
        });
    }

    [Test]
    public async Task Without_single_parameters_the_documents_say_it()
    {
        var shell = await RunAsync(
            ($"{Parameter}_SERVICEPRINCIPALID", null), ($"{Parameter}_SERVICEPRINCIPALKEY", null), ($"{Parameter}_TENANTID", null), ($"{Data}_SUBSCRIPTIONID", null),
            ("ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN", null));
        Assert.That((((SecretIdentity)shell.Azure!.Identity).Secret, shell.Azure.SubscriptionId, shell.Organization!.Identity),
            Is.EqualTo((CommandLine.ClientSecret, "11111111-2222-4333-8444-555555555555", new JobIdentity(CommandLine.Token))));
    }

    [TestCase("AzureUSGovernment", null, "https://login.microsoftonline.us/", "https://management.usgovcloudapi.net/")]
    [TestCase("AzureCloud", "https://login.fabrikam.example/", "https://login.fabrikam.example/", "https://management.azure.com/")]
    [TestCase("AzureChinaCloud", "not an address", "https://login.chinacloudapi.cn/", "https://management.chinacloudapi.cn/")]
    public async Task The_authority_is_the_connections_or_its_clouds(string cloud, string? authority, string expectedAuthority, string expectedAudience)
    {
        var shell = await RunAsync(($"ENDPOINT_URL_{PipelineTask.ConnectionId}", "https://arm.fabrikam.example/"), ($"{Data}_ENVIRONMENT", cloud), ($"{Data}_ENVIRONMENTAUTHORITYURL", authority));
        Assert.That((shell.Azure!.Cloud.Authority.AbsoluteUri, shell.Azure.Cloud.Audience, shell.Azure.Cloud.ResourceManager.AbsoluteUri),
            Is.EqualTo((expectedAuthority, expectedAudience, "https://arm.fabrikam.example/")));
    }

    [Test]
    public async Task A_release_names_the_agent_after_release_and_environment()
    {
        var shell = await RunAsync(("RELEASE_RELEASEID", "14"), ("RELEASE_ENVIRONMENTID", "2"), ("INPUT_AGENTNAME", null));
        Assert.That(shell.Pools.Agents.Values.Single().Name.Value, Is.EqualTo("epa-14-2-provision"));
        Assert.That(shell.Groups.Specs.Values.Single().Tags, Does.ContainKey("EphemeralAgents.Run").WithValue("release-14-2"));
    }

    [TestCase("PublishProfile")]
    [TestCase("Token")]
    public async Task A_scheme_that_is_not_supported_is_named_with_what_to_use_instead(string scheme)
    {
        var problem = await ProblemAsync(($"ENDPOINT_AUTH_SCHEME_{PipelineTask.ConnectionId}", scheme));
        Assert.That(problem, Is.EqualTo($"azureServiceConnection signs in by '{scheme}', which is not supported: use workload identity federation, a service principal with a secret or a certificate, or a managed identity."));
    }

    [TestCase(null, "azureServiceConnection lacks a certificate.")]
    [TestCase(CommandLine.ClientSecret, "azureServiceConnection has a certificate that cannot be used")]
    public async Task A_certificate_that_is_none_is_told_and_not_repeated(string? pem, string expected)
    {
        var problem = await ProblemAsync(($"{Parameter}_AUTHENTICATIONTYPE", "spnCertificate"), ($"{Parameter}_SERVICEPRINCIPALCERTIFICATE", pem));
        Assert.That(problem, Does.StartWith(expected).And.Not.Contain(CommandLine.ClientSecret));
    }

    [TestCase(null)]
    [TestCase("https://evil.example/_apis/oidctoken")]
    [TestCase("https://dev.azure.com/fabrikam/_apis/oidctoken?x=1")]
    public async Task A_job_asks_its_own_organization_for_the_tokens_of_a_federated_connection(string? address)
    {
        var shell = await RunAsync(Federated(("SYSTEM_OIDCREQUESTURI", address)));
        Assert.That(shell.Azure!.Identity, Is.EqualTo(new FederatedIdentity("c11e0000-0000-4000-8000-000000000002", PipelineTask.ConnectionId,
            new Uri("https://dev.azure.com/fabrikam/p1/_apis/distributedtask/hubs/build/plans/p2/jobs/j3/oidctoken"), CommandLine.Token) { TenantId = "7a1e0000-0000-4000-8000-000000000001" }));
        var told = await RunAsync(Federated(("SYSTEM_OIDCREQUESTURI", "https://dev.azure.com/fabrikam/told/oidctoken")));
        Assert.That(((FederatedIdentity)told.Azure!.Identity).RequestUrl.AbsolutePath, Is.EqualTo("/fabrikam/told/oidctoken"));
    }

    [Test]
    public async Task A_job_without_the_address_of_its_tokens_says_so() =>
        Assert.That(await ProblemAsync(Federated(("SYSTEM_PLANID", null))), Does.StartWith("azureServiceConnection signs in by workload identity federation, which only a job of a pipeline can"));

    [Test]
    public async Task A_job_sends_its_token_nowhere_in_clear()
    {
        var environment = PipelineTask.Provision([.. Federated(), ("SYSTEM_COLLECTIONURI", "http://dev.azure.com/fabrikam/")]);
        var ending = await new CommandLine { Environment = environment }.RunAsync(["task"]);
        Assert.That(ending.ExitCode, Is.EqualTo(2));
        Assert.That(ending.Out, Does.Contain("azureServiceConnection leads to http://dev.azure.com/fabrikam/p1").And.Contain("https://"));
    }

    [TestCase(null)]
    [TestCase("1d000000-0000-4000-8000-000000000004")]
    public async Task A_managed_identity_may_be_chosen_by_its_client_id(string? clientId)
    {
        var shell = await RunAsync(($"ENDPOINT_AUTH_SCHEME_{PipelineTask.ConnectionId}", "ManagedServiceIdentity"), ($"{Data}_MSICLIENTID", clientId));
        Assert.That(((MachineIdentity)shell.Azure!.Identity).ClientId, Is.EqualTo(clientId));
    }

    [TestCase("not-handed-over", "azureServiceConnection 'not-handed-over' was not handed over by the agent")]
    [TestCase("", "azureServiceConnection is missing")]
    public async Task A_connection_that_is_not_there_is_named(string id, string expected) =>
        Assert.That(await ProblemAsync(("INPUT_AZURESERVICECONNECTION", id)), Does.StartWith(expected));

    [Test]
    public async Task A_connection_of_a_management_group_lacks_a_subscription() =>
        Assert.That(await ProblemAsync(($"{Data}_SUBSCRIPTIONID", null), (Data, """{"scopeLevel":"ManagementGroup"}""")), Is.EqualTo("azureServiceConnection lacks a subscription: give it the scope of a subscription."));

    [TestCase("AzureStack")]
    [TestCase("Elsewhere")]
    public async Task A_connection_into_another_cloud_is_refused_by_its_name(string cloud) =>
        Assert.That(await ProblemAsync(($"{Data}_ENVIRONMENT", cloud)), Is.EqualTo($"azureServiceConnection leads to '{cloud}', which is not supported: use one of AzureCloud, AzureUSGovernment, AzureChinaCloud."));

    [Test]
    public async Task Variables_of_the_run_choose_no_other_identity_in_the_organization()
    {
        var shell = await RunAsync(("AZURE_DEVOPS_EXT_PAT", "someone-elses"), ("ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN", null), ("ENDPOINT_AUTH_SYSTEMVSSCONNECTION", null),
            ("ENDPOINT_AUTH_SCHEME_SYSTEMVSSCONNECTION", null), ("SYSTEM_ACCESSTOKEN", CommandLine.Token));
        Assert.That(shell.Organization!.Identity, Is.EqualTo(new JobIdentity(CommandLine.Token)));
    }

    [Test]
    public async Task An_address_without_encryption_gets_no_token()
    {
        var problem = await ProblemAsync(($"ENDPOINT_URL_{PipelineTask.ConnectionId}", "http://arm.fabrikam.example/"));
        Assert.That(problem, Does.Contain("https://"));
    }

    [Test]
    public async Task Variables_of_the_run_lead_no_secret_elsewhere()
    {
        var shell = await RunAsync(
            ("INPUT_AUTHORITYURL", "https://evil.example/"), ("INPUT_RESOURCEMANAGERURL", "https://evil.example/"), ("INPUT_ORGANIZATION", "https://evil.example/"),
            ("AZURE_AUTHORITY_HOST", "https://evil.example/"), ("AZURE_RESOURCE_MANAGER_URL", "https://evil.example/"));
        Assert.That($"{shell.Azure!.Cloud} {shell.Organization!.Url}", Does.Not.Contain("evil"));
    }

    [Test]
    public async Task Garbage_in_a_connection_is_not_repeated()
    {
        var problem = await ProblemAsync((Auth, $"{{{CommandLine.ClientSecret}"), ($"{Parameter}_SERVICEPRINCIPALKEY", null));
        Assert.That(problem, Is.EqualTo("azureServiceConnection lacks a secret."));
    }

    private static (string, string?)[] Federated(params (string, string?)[] changes) =>
    [
        ($"ENDPOINT_AUTH_SCHEME_{PipelineTask.ConnectionId}", "WorkloadIdentityFederation"), ("SYSTEM_TEAMPROJECTID", "p1"), ("SYSTEM_HOSTTYPE", "build"),
        ("SYSTEM_PLANID", "p2"), ("SYSTEM_JOBID", "j3"), .. changes,
    ];

    private static async Task<CommandLine> RunAsync(params (string, string?)[] changes)
    {
        var shell = new CommandLine { Environment = PipelineTask.Provision(changes) };
        var ending = await shell.RunAsync(["task"]);
        Assert.That(ending.ExitCode, Is.Zero, ending.ToString());
        return shell;
    }

    private static async Task<string> ProblemAsync(params (string, string?)[] changes)
    {
        var shell = new CommandLine { Environment = PipelineTask.Provision(changes) };
        var ending = await shell.RunAsync(["task"]);
        Assert.That((ending.ExitCode, shell.Calls.Calls.Count), Is.EqualTo((2, 0)), ending.ToString());
        return ending.Out.Split('\n', StringSplitOptions.TrimEntries).Single(line => line.StartsWith("##vso[task.logissue", StringComparison.Ordinal))["##vso[task.logissue type=error]".Length..];
    }
}
