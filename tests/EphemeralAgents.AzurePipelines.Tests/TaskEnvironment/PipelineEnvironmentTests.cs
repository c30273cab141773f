using EphemeralAgents.AzurePipelines.TaskEnvironment;

namespace EphemeralAgents.AzurePipelines.Tests.TaskEnvironment;

internal sealed class PipelineEnvironmentTests
{
    [TestCase("True", true)]
    [TestCase("true", true)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void The_agent_says_that_it_runs_us(string? value, bool isPipeline) =>
        Assert.That(Environment(("TF_BUILD", value)).IsPipeline, Is.EqualTo(isPipeline));

    [TestCase("INPUT_RESOURCEGROUP", "resourceGroup")]
    [TestCase("INPUT_MY_INPUT_NAME", "my.input name")]
    public void An_input_is_found_under_the_name_that_the_agent_gives_it(string variable, string input) =>
        Assert.That(Environment((variable, "  rg-agents \n")).Input(input), Is.EqualTo("rg-agents"));

    [TestCase("")]
    [TestCase("   ")]
    [TestCase(null)]
    public void An_empty_input_is_absent(string? value) => Assert.That(Environment(("INPUT_LOCATION", value)).Input("location"), Is.Null);

    [Test]
    public void A_build_is_named_by_its_id_and_its_yaml_job()
    {
        var build = Environment(("BUILD_BUILDID", "1207"), ("SYSTEM_JOBNAME", "provision"), ("AGENT_JOBNAME", "Provision an agent"));
        Assert.That((build.RunId, build.Number, build.Job), Is.EqualTo(("build-1207", "1207", "provision")));
    }

    [Test]
    public void A_classic_release_is_named_by_release_and_environment_although_it_has_a_build()
    {
        Assert.That(Environment(("SYSTEM_PHASENAME", "provision"), ("SYSTEM_JOBNAME", "__default")).Job, Is.EqualTo("provision"));
        Assert.That(Environment(("SYSTEM_PHASENAME", "provision"), ("SYSTEM_JOBNAME", "west")).Job, Is.EqualTo("provision-west"));
        var release = Environment(("BUILD_BUILDID", "1207"), ("RELEASE_RELEASEID", "14"), ("RELEASE_ENVIRONMENTID", "2"), ("AGENT_JOBNAME", "Agent job"));
        Assert.That((release.RunId, release.Number, release.Job), Is.EqualTo(("release-14-2", "14-2", "Agent job")));
    }

    [Test]
    public void Outside_a_pipeline_there_is_no_run()
    {
        var nothing = Environment();
        Assert.That((nothing.RunId, nothing.Job, nothing.OrganizationUrl, nothing.Project, nothing.JobToken), Is.EqualTo(((string?)null, (string?)null, (Uri?)null, (string?)null, (string?)null)));
    }

    [TestCase("SYSTEM_COLLECTIONURI")]
    [TestCase("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI")]
    public void The_organization_is_the_runs(string variable) =>
        Assert.That(Environment((variable, "https://dev.azure.com/fabrikam/")).OrganizationUrl, Is.EqualTo(new Uri("https://dev.azure.com/fabrikam/")));

    [TestCase("ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN", "job-token")]
    [TestCase("ENDPOINT_AUTH_SYSTEMVSSCONNECTION", """{"parameters":{"AccessToken":"job-token"},"scheme":"OAuth"}""")]
    public void The_jobs_token_is_in_its_system_connection(string variable, string value) =>
        Assert.That(Environment((variable, value)).JobToken, Is.EqualTo("job-token"));

    [Test]
    public void A_service_connection_is_found_by_the_id_that_the_input_holds()
    {
        const string id = "5b6c0000-aaaa-4bbb-8ccc-000000000003";
        var connection = Environment(
            ($"ENDPOINT_URL_{id}", "https://management.azure.com/"),
            ($"ENDPOINT_AUTH_{id}", """{"parameters":{"tenantid":"from-document","serviceprincipalkey":"s3cret"},"scheme":"ServicePrincipal"}"""),
            ($"ENDPOINT_AUTH_PARAMETER_{id}_TENANTID", "from-variable"),
            ($"ENDPOINT_DATA_{id}", """{"subscriptionId":"from-document","environment":"AzureCloud"}"""),
            ($"ENDPOINT_DATA_{id}_SUBSCRIPTIONID", "from-variable")).FindServiceConnection(id)!;
        using var _ = Assert.EnterMultipleScope();
        Assert.That(connection.Url, Is.EqualTo(new Uri("https://management.azure.com/")));
        Assert.That(connection.Scheme, Is.EqualTo("ServicePrincipal"));
        Assert.That(connection.Parameter("TenantId"), Is.EqualTo("from-variable"));
        Assert.That(connection.Parameter("ServicePrincipalKey"), Is.EqualTo("s3cret"));
        Assert.That(connection.Data("SubscriptionId"), Is.EqualTo("from-variable"));
        Assert.That(connection.Data("Environment"), Is.EqualTo("AzureCloud"));
        Assert.That(connection.Data("Nothing"), Is.Null);
        Assert.That(connection.ToString(), Does.Not.Contain("s3cret"));
    }

    [Test]
    public void A_service_connection_of_another_id_is_not_found() =>
        Assert.That(Environment(("ENDPOINT_URL_a", "https://management.azure.com/"), ("ENDPOINT_AUTH_a", """{"scheme":"ServicePrincipal"}""")).FindServiceConnection("b"), Is.Null);

    private static PipelineEnvironment Environment(params (string Name, string? Value)[] variables) =>
        new(variables.Where(variable => variable.Value is not null).ToDictionary(variable => variable.Name, variable => variable.Value!, StringComparer.Ordinal));
}
