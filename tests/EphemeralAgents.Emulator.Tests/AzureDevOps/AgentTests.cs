using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

internal sealed class AgentTests
{
    private const string Agents = "_apis/distributedtask/pools/9/agents";

    [Test]
    public async Task A_registered_agent_is_offline_and_learns_where_to_get_tokens()
    {
        await using var organization = await TestOrganization.StartAsync();
        const string registration = """
            {"name":"epa-1","version":"4.266.2","osDescription":"Linux","maxParallelism":1,"provisioningState":"Provisioned",
             "systemCapabilities":{"Agent.Name":"epa-1"},"userCapabilities":{"ignored":"here"} }
            """;

        var answer = await organization.SendAsync("POST", $"{Agents}?api-version=7.1", organization.Build(), registration);

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer, new WireShape($$$"""
            {"_links":{"self":{"href":"{{{organization.Cloud.OrganizationUrl}}}_apis/distributedtask/pools/9/agents/101"},"web":{"href":"*"}},
             "id":101,"name":"epa-1","version":"4.266.2","osDescription":"Linux","enabled":true,"status":"offline","provisioningState":"Provisioned","accessPoint":"*",
             "maxParallelism":1,"createdOn":"2026-03-02T09:00:00Z","statusChangedOn":"2026-03-02T09:00:00Z",
             "authorization":{"clientId":"*","publicKey":null,"authorizationUrl":"{{{organization.Cloud.OrganizationUrl}}}_apis/oauth2/token"},
             "systemCapabilities":{"Agent.Name":"epa-1"},"userCapabilities":{},
             "properties":{"ServerUrl":{"$type":"System.String","$value":"{{{organization.Cloud.OrganizationUrl}}}"} } }
            """));
    }

    [TestCase(PoolRole.Reader)]
    [TestCase(PoolRole.ServiceAccount)]
    public async Task Who_is_no_administrator_of_the_pool_registers_nobody(PoolRole role)
    {
        await using var organization = await TestOrganization.StartAsync();
        organization.Pool.SetRole(World.BuildIdentity, role);

        var answer = await organization.SendAsync("POST", Agents, organization.Build(), """{"name":"epa-1"}""");

        Assert.That(answer.Status, Is.EqualTo(403));
        Assert.That(answer, new WireShape("""
            {"$id":"1","innerException":null,
             "message":"Access denied. Shop Build Service (fabrikam) needs Manage permissions for pool private-network to perform the action. For more information, contact the Azure DevOps Server administrator.",
             "typeName":"Microsoft.TeamFoundation.DistributedTask.WebApi.AccessDeniedException, Microsoft.TeamFoundation.DistributedTask.WebApi","typeKey":"AccessDeniedException",
             "errorCode":0,"eventId":3000}
            """));
        Assert.That(organization.Pool.Agents, Is.Empty);
    }

    [TestCase("GET", Agents)]
    [TestCase("POST", Agents)]
    [TestCase("DELETE", $"{Agents}/101")]
    [TestCase("PATCH", $"{Agents}/101")]
    [TestCase("PUT", $"{Agents}/101/usercapabilities")]
    [TestCase("GET", "_apis/distributedtask/pools/9/jobrequests")]
    public async Task An_agents_own_token_may_not_look_after_agents(string method, string path)
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);
        await agent.SignInAsync();

        var answer = await organization.SendAsync(method, path, agent.Token, "{}");

        Assert.That((answer.Status, answer.ErrorType), Is.EqualTo((403, "AccessDeniedException")));
        Assert.That(organization.Pool.Agents, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_name_is_taken_once_whatever_its_case()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);

        var answer = await organization.SendAsync("POST", Agents, organization.Build(), """{"name":"EPA-1"}""");

        Assert.That((answer.Status, answer.ErrorType), Is.EqualTo((409, "TaskAgentExistsException")));
    }

    [TestCase("{}")]
    [TestCase("not json")]
    [TestCase("""{"name":"epa-1","authorization":{"publicKey":{"exponent":"AQAB","modulus":"AQAB"} } }""")]
    public async Task A_bad_registration_is_refused(string registration)
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync("POST", Agents, organization.Build(), registration);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(organization.Pool.Agents, Is.Empty);
    }

    [Test]
    public async Task No_agent_can_be_added_to_an_elastic_pool()
    {
        await using var organization = await TestOrganization.StartAsync();
        organization.Organization.AddPool(11, "scale-set", PoolRole.Administrator, isElastic: true);

        var answer = await organization.SendAsync("POST", "_apis/distributedtask/pools/11/agents", organization.Build(), """{"name":"epa-1"}""");

        Assert.That(answer.Status, Is.EqualTo(400));
    }

    [TestCase("", "epa-1,epa-2")]
    [TestCase("?agentName=epa-2", "epa-2")]
    [TestCase("?agentName=epa", "")]
    [TestCase("?demands=Agent.Name -equals epa-1", "epa-1")]
    [TestCase("?demands=Agent.OS,Agent.Name -equals epa-2", "epa-2")]
    [TestCase("?demands=Agent.Version -gtVersion 5.0", "")]
    public async Task Agents_are_filtered(string query, string names)
    {
        await using var organization = await TestOrganization.StartAsync();
        using var first = await AgentClient.RegisterAsync(organization, "epa-1");
        using var second = await AgentClient.RegisterAsync(organization, "epa-2");

        var answer = await organization.SendAsync("GET", Agents + query, organization.Build());

        Assert.That(string.Join(',', answer.Json["value"]!.AsArray().Select(agent => (string)agent!["name"]!)), Is.EqualTo(names));
    }

    [Test]
    public async Task A_malformed_demand_is_refused()
    {
        await using var organization = await TestOrganization.StartAsync();

        var answer = await organization.SendAsync("GET", $"{Agents}?demands=Agent.Name -is epa-1", organization.Build());

        Assert.That((answer.Status, answer.ErrorType), Is.EqualTo((400, "ArgumentException")));
    }

    [Test]
    public async Task Capabilities_and_requests_come_only_when_asked_for()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        organization.Organization.Queue(World.PoolId, SomeJob.With());
        await agent.CompleteAsync(await agent.ReadAsync(), agentShuttingDown: false);
        organization.Organization.Queue(World.PoolId, SomeJob.With());

        var bare = await organization.SendAsync("GET", $"{Agents}/{agent.Id}", organization.Build());
        var full = await organization.SendAsync("GET", $"{Agents}/{agent.Id}?includeCapabilities=true&includeAssignedRequest=true&includeLastCompletedRequest=true&propertyFilters=ServerUrl", organization.Build());

        string[] extras = ["systemCapabilities", "userCapabilities", "assignedRequest", "lastCompletedRequest", "properties"];
        Assert.That(bare.Json.AsObject().Select(member => member.Key), Has.None.AnyOf(extras));
        Assert.That(extras, Is.SubsetOf(full.Json.AsObject().Select(member => member.Key)));
        Assert.That((string)full.Json["lastCompletedRequest"]!["result"]!, Is.EqualTo("succeeded"));
    }

    [Test]
    public async Task User_capabilities_are_set_and_outlive_a_session()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);

        var answer = await organization.SendAsync("PUT", $"{Agents}/{agent.Id}/usercapabilities", organization.Build(), """{"EphemeralAgents.Request":"r-1"}""");
        await agent.SignInAsync();
        await agent.OpenSessionAsync("""{"Agent.Name":"epa-1"}""");

        Assert.That((string)answer.Json["userCapabilities"]!["EphemeralAgents.Request"]!, Is.EqualTo("r-1"));
        Assert.That(organization.Pool.Agents.Single().UserCapabilities, Contains.Key("EphemeralAgents.Request"));
        Assert.That(organization.Pool.Agents.Single().SystemCapabilities.Keys, Is.EqualTo(new[] { "Agent.Name" }), "the session's capabilities replace the registered ones");
    }

    [Test]
    public async Task An_agent_is_disabled_by_patch_if_the_body_names_it()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);

        var nameless = await organization.SendAsync("PATCH", $"{Agents}/{agent.Id}", organization.Build(), """{"enabled":false}""");
        var disabled = await organization.SendAsync("PATCH", $"{Agents}/{agent.Id}", organization.Build(), $$"""{"id":{{agent.Id}},"enabled":false}""");

        Assert.That(nameless.Status, Is.EqualTo(400));
        Assert.That((bool)disabled.Json["enabled"]!, Is.False);
    }

    [Test]
    public async Task Replacing_an_agent_makes_its_former_key_worthless()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var former = await AgentClient.RegisterAsync(organization);
        using var other = await AgentClient.RegisterAsync(organization, "epa-2");

        var answer = await organization.SendAsync("PUT", $"{Agents}/{former.Id}", organization.Build(), other.Registration().Replace("epa-2", "epa-1", StringComparison.Ordinal));
        var token = await former.AskForTokenAsync(former.Assertion());

        Assert.That((int)answer.Json["id"]!, Is.EqualTo(former.Id));
        Assert.That((string)answer.Json["authorization"]!["authorizationUrl"]!, Is.EqualTo(former.AuthorizationUrl));
        Assert.That(token.Status, Is.EqualTo(400));
    }

    [Test]
    public async Task A_deleted_agent_is_gone()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);

        var deleted = await organization.SendAsync("DELETE", $"{Agents}/{agent.Id}", organization.Build());
        var again = await organization.SendAsync("DELETE", $"{Agents}/{agent.Id}", organization.Build());

        Assert.That((deleted.Status, deleted.Text), Is.EqualTo((204, "")));
        Assert.That((again.Status, again.ErrorType), Is.EqualTo((404, "TaskAgentNotFoundException")));
    }

    [Test]
    public async Task An_agent_with_a_job_is_not_deleted()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);
        organization.Organization.Queue(World.PoolId, SomeJob.With());

        var refused = await organization.SendAsync("DELETE", $"{Agents}/{agent.Id}", organization.Build());
        await agent.CompleteAsync(await agent.ReadAsync());
        var deleted = await organization.SendAsync("DELETE", $"{Agents}/{agent.Id}", organization.Build());

        Assert.That((refused.Status, refused.ErrorType), Is.EqualTo((400, "TaskAgentJobStillRunningException")));
        Assert.That(deleted.Status, Is.EqualTo(204));
    }

    [TestCase("POST")]
    [TestCase("PUT")]
    public async Task Updates_are_accepted_from_the_agent_and_from_administrators(string method)
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.RegisterAsync(organization);
        await agent.SignInAsync();

        var own = await organization.SendAsync(method, $"{Agents}/{agent.Id}/updates?currentState=downloading", agent.Token);
        var administrator = await organization.SendAsync(method, $"{Agents}/{agent.Id}/updates", organization.Build());

        Assert.That((own.Status, administrator.Status), Is.EqualTo((200, 200)));
    }
}
