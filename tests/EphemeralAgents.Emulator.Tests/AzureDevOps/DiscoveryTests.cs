namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

internal sealed class DiscoveryTests
{
    [Test]
    public async Task Connection_data_has_the_hosted_form_and_says_who_asks()
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync("GET", "_apis/connectionData?connectOptions=1&lastChangeId=-1&lastChangeId64=-1", organization.Build());

        var identity = """
            {"id":"*","descriptor":"*","subjectDescriptor":"*","providerDisplayName":"Shop Build Service (fabrikam)","isActive":true,
             "properties":{"Account":{"$type":"System.String","$value":"Shop Build Service (fabrikam)"} },"resourceVersion":2,"metaTypeId":0}
            """;
        string Definition(string id) => $$"""
            {"serviceType":"LocationService2","identifier":"{{id}}","displayName":"*","relativeToSetting":"fullyQualified","serviceOwner":"00025394-6065-48ca-87d9-7f5672854ef7",
             "toolId":"Framework","locationMappings":[{"accessMappingMoniker":"PublicAccessMapping","location":"{{organization.Cloud.OrganizationUrl}}"}]}
            """;
        Assert.That(answer, new WireShape($$"""
            {"authenticatedUser":{{identity}},"authorizedUser":{{identity}},"instanceId":"*","deploymentId":"*","deploymentType":"hosted",
             "locationServiceData":{"serviceOwner":"00025394-6065-48ca-87d9-7f5672854ef7","defaultAccessMappingMoniker":"PublicAccessMapping","lastChangeId":1,"lastChangeId64":1,
              "accessMappings":[{"moniker":"PublicAccessMapping","displayName":"*","accessPoint":"{{organization.Cloud.OrganizationUrl}}"}],
              "serviceDefinitions":[{{Definition("951917ac-a960-4999-8464-e3f0aa25b381")}},{{Definition("a85b8835-c1a1-4aac-ae97-1c3d0ba72dbd")}}]} }
            """));
    }

    [TestCase("_apis/", ExpectedResult = 21)]
    [TestCase("_apis", ExpectedResult = 21)]
    [TestCase("_apis?allHostTypes=True", ExpectedResult = 21)]
    [TestCase("_apis/Location", ExpectedResult = 2)]
    [TestCase("_apis/ResourceAreas", ExpectedResult = 0)]
    [TestCase("_apis/distributedtask", ExpectedResult = 18)]
    public async Task<int> Options_lists_locations_without_a_credential(string path)
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync("OPTIONS", path, token: null);

        Assert.That(answer.Status, Is.EqualTo(200));
        return (int)answer.Json["count"]!;
    }

    [Test]
    public async Task A_location_says_its_route_and_versions()
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync("OPTIONS", "_apis/distributedtask", token: null);
        var agents = answer.Json["value"]!.AsArray().Single(location => (string)location!["resourceName"]! == "agents")!;

        Assert.That(agents.ToJsonString(), new WireShape("""
            {"id":"e298ef32-5878-4cab-993c-043836571f42","area":"distributedtask","resourceName":"agents","routeTemplate":"_apis/{area}/pools/{poolId}/{resource}/{agentId}",
             "resourceVersion":1,"minVersion":"1.0","maxVersion":"7.2","releasedVersion":"7.1"}
            """));
    }

    [Test]
    public async Task Every_area_lives_at_the_organizations_address()
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync("GET", "_apis/ResourceAreas", organization.Admin);

        Assert.That(answer, new WireShape($$"""
            {"count":2,"value":[
             {"id":"a85b8835-c1a1-4aac-ae97-1c3d0ba72dbd","name":"distributedtask","locationUrl":"{{organization.Cloud.OrganizationUrl}}"},
             {"id":"79134c72-4a58-4b42-976c-04e7115f32bf","name":"core","locationUrl":"{{organization.Cloud.OrganizationUrl}}"}]}
            """));
    }

    [Test]
    public async Task What_is_not_there_is_said_in_JSON()
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync("GET", "Shop/_apis/build/builds/7", organization.Admin);

        Assert.That(answer.Status, Is.EqualTo(404));
        Assert.That(answer.ErrorType, Is.EqualTo("HttpException"));
    }

    [TestCase("?api-version=7.1")]
    [TestCase("?api-version=7.2-preview.1")]
    [TestCase("?api-version=2.0-preview.1")]
    public async Task Any_api_version_will_do(string query)
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync("GET", $"_apis/projects{query}", organization.Admin);

        Assert.That(answer, new WireShape($$"""
            {"count":1,"value":[{"id":"{{World.ProjectId}}","name":"Shop","url":"{{organization.Cloud.OrganizationUrl}}_apis/projects/{{World.ProjectId}}",
             "state":"wellFormed","revision":11,"visibility":"private","lastUpdateTime":"*"}]}
            """));
        Assert.That(answer.Message.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
    }
}
