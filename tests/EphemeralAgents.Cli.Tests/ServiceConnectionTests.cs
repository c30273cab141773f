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
        using var _ = Assert.EnterMultipleScope();
        Assert.That(shell.Azure!.SubscriptionId, Is.EqualTo("11111111-2222-4333-8444-555555555555"));
        Assert.That(shell.Azure.TenantId, Is.EqualTo("7a1e0000-0000-4000-8000-000000000001"));
        Assert.That(shell.Azure.ClientId, Is.EqualTo("c11e0000-0000-4000-8000-000000000002"));
        Assert.That(shell.Azure.ClientSecret, Is.EqualTo(CommandLine.ClientSecret));
        Assert.That(shell.Azure.ToString(), Does.Not.Contain(CommandLine.ClientSecret));
        Assert.That(shell.Organization!.Url.AbsoluteUri, Is.EqualTo("https://dev.azure.com/fabrikam/"));
        Assert.That((shell.Organization.Project, shell.Organization.Token), Is.EqualTo(("Fiber", CommandLine.Token)));
        Assert.That(shell.Organization.ToString(), Does.Not.Contain(CommandLine.Token));
    }

    [Test]
    public async Task Without_single_parameters_the_documents_say_it()
    {
        var shell = await RunAsync(
            ($"{Parameter}_SERVICEPRINCIPALID", null), ($"{Parameter}_SERVICEPRINCIPALKEY", null), ($"{Parameter}_TENANTID", null), ($"{Data}_SUBSCRIPTIONID", null),
            ("ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN", null));
        Assert.That((shell.Azure!.ClientSecret, shell.Azure.SubscriptionId, shell.Organization!.Token), Is.EqualTo((CommandLine.ClientSecret, "11111111-2222-4333-8444-555555555555", CommandLine.Token)));
    }

    [TestCase("AzureUSGovernment", null, "https://login.microsoftonline.us/", "https://management.usgovcloudapi.net/")]
    [TestCase("AzureCloud", "https://login.fabrikam.example/", "https://login.fabrikam.example/", "https://management.azure.com/")]
    [TestCase("AzureStack", "https://adfs.fabrikam.example/adfs", "https://adfs.fabrikam.example/adfs", "https://arm.fabrikam.example/")]
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

    [TestCase("WorkloadIdentityFederation", "spnKey", "WorkloadIdentityFederation")]
    [TestCase("ManagedServiceIdentity", "spnKey", "ManagedServiceIdentity")]
    [TestCase("ServicePrincipal", "spnCertificate", "ServicePrincipal with a certificate")]
    public async Task A_scheme_that_is_not_known_yet_is_named(string scheme, string type, string named)
    {
        var problem = await ProblemAsync(($"ENDPOINT_AUTH_SCHEME_{PipelineTask.ConnectionId}", scheme), ($"{Parameter}_AUTHENTICATIONTYPE", type));
        Assert.That(problem, Does.StartWith($"azureServiceConnection signs in by {named}, which this version cannot do"));
    }

    [TestCase("not-handed-over", "azureServiceConnection 'not-handed-over' was not handed over by the agent")]
    [TestCase("", "azureServiceConnection is missing")]
    public async Task A_connection_that_is_not_there_is_named(string id, string expected) =>
        Assert.That(await ProblemAsync(("INPUT_AZURESERVICECONNECTION", id)), Does.StartWith(expected));

    [Test]
    public async Task A_connection_of_a_management_group_lacks_a_subscription() =>
        Assert.That(await ProblemAsync(($"{Data}_SUBSCRIPTIONID", null), (Data, """{"scopeLevel":"ManagementGroup"}""")), Is.EqualTo("azureServiceConnection lacks a subscription: give it the scope of a subscription."));

    [Test]
    public async Task A_connection_in_an_unknown_cloud_has_to_name_its_authority() =>
        Assert.That(await ProblemAsync(($"{Data}_ENVIRONMENT", "Elsewhere"), ($"{Data}_ENVIRONMENTAUTHORITYURL", null)), Does.StartWith("azureServiceConnection is of an unknown Azure environment"));

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
