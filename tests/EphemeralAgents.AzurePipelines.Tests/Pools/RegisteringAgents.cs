using System.Net;
using System.Text.Json.Nodes;
using EphemeralAgents.Agents;
using EphemeralAgents.Emulator;
using EphemeralAgents.Provisioning;
using EphemeralAgents.Testing;

namespace EphemeralAgents.AzurePipelines.Tests.Pools;

public sealed class RegisteringAgents
{
    [Test]
    public async Task An_added_agent_is_registered_offline_with_what_jobs_demand()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var added = await organization.Pools.AddAgentAsync(organization.Pool, Some.Registration() with { Capabilities = new Dictionary<string, string> { ["EphemeralAgents.Agent"] = "deploy-1207" } }, CancellationToken.None);
        var agent = organization.EmulatedPool.Agents.Single();
        using var _ = Assert.EnterMultipleScope();
        Assert.That(added, Is.EqualTo(new RegisteredAgent(agent.Id, Some.AgentName, agent.ClientId, new Uri(agent.AuthorizationUrl), organization.Cloud.OrganizationUrl)));
        Assert.That(added.AuthorizationUrl.OriginalString, Is.EqualTo(agent.AuthorizationUrl));
        Assert.That(agent.IsOnline, Is.False);
        Assert.That(agent.SystemCapabilities, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["Agent.Name"] = "deploy-1207", ["Agent.Version"] = "4.266.2", ["Agent.OS"] = "Linux", ["Agent.OSArchitecture"] = "X64", ["EphemeralAgents.Agent"] = "deploy-1207",
        }));
        Assert.That(agent.Registration.PublicKey!.Modulus, Is.EqualTo(Convert.ToBase64String(Some.Registration().PublicKey.Modulus!)));
    }

    [Test]
    public async Task A_Windows_agent_says_so_as_Windows_agents_do()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        await organization.Pools.AddAgentAsync(organization.Pool, Some.Registration(platform: AgentPlatform.Windows), CancellationToken.None);
        Assert.That(organization.EmulatedPool.Agents.Single().SystemCapabilities["Agent.OS"], Is.EqualTo("Windows_NT"));
    }

    [Test]
    public async Task What_is_posted_and_answered_is_an_agent_of_the_published_specification()
    {
        var swagger = new SwaggerFile(Specifications.PathOf("azure-devops/distributedTask-7.1-taskAgent.json"));
        await using var organization = await EmulatedOrganization.StartAsync();
        await organization.Pools.AddAgentAsync(organization.Pool, Some.Registration(), CancellationToken.None);
        var post = organization.Wire.Exchanges.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(swagger.Violations("TaskAgent", AsSpecified(post.SentJson)), Is.Empty);
            Assert.That(swagger.Violations("TaskAgent", AsSpecified(post.ReceivedJson), isAnswer: true), Is.Empty);
        }

        // The specification misses the wire in three places: the key is two base64 strings (not arrays), links are named, properties are typed.
        static JsonNode AsSpecified(JsonNode agent)
        {
            var key = agent["authorization"]!["publicKey"]!.AsObject();
            foreach (var part in (string[])["exponent", "modulus"]) key[part] = new JsonArray((string)key[part]!);
            foreach (var part in (string[])["_links", "properties"]) agent.AsObject().Remove(part);
            return agent;
        }
    }

    [Test]
    public async Task Of_the_server_url_only_the_path_counts_when_it_names_another_server()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        organization.Wire.Answer = request => request.Method == HttpMethod.Post ? Wire.Json(HttpStatusCode.OK, """
            {"id":7,"name":"deploy-1207","authorization":{"clientId":"0d3ab4f1-0000-4000-8000-0000000000aa","authorizationUrl":"https://vstoken.example/_apis/oauth2/token/x"},
             "properties":{"ServerUrl":{"$type":"System.String","$value":"https://elsewhere.example/tfs/fabrikam/"}}}
            """) : null;
        var added = await organization.Pools.AddAgentAsync(organization.Pool, Some.Registration(), CancellationToken.None);
        Assert.That(added.ServerUrl, Is.EqualTo(new Uri(organization.Cloud.Address, "/tfs/fabrikam/")));
    }

    [Test]
    public async Task A_name_that_is_taken_is_refused()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        await organization.Pools.AddAgentAsync(organization.Pool, Some.Registration(), CancellationToken.None);
        var failure = await Assert.ThrowsAsync<AgentExistsException>(() => organization.Pools.AddAgentAsync(organization.Pool, Some.Registration(), CancellationToken.None));
        Assert.That(failure!.Message, Does.Contain("deploy-1207").And.Contain(World.Pool));
    }

    [Test]
    public async Task A_lost_answer_leaves_one_agent_and_is_told_as_its_existing()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var posts = 0;
        organization.Wire.Loses = request => request.Method == HttpMethod.Post && posts++ == 0;
        await Assert.ThrowsAsync<AgentExistsException>(() => organization.Pools.AddAgentAsync(organization.Pool, Some.Registration(), CancellationToken.None));
        using var _ = Assert.EnterMultipleScope();
        Assert.That(posts, Is.EqualTo(2));
        Assert.That(organization.EmulatedPool.Agents, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Who_may_not_add_agents_learns_the_role_and_where_to_give_it()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var failure = await Assert.ThrowsAsync<ProvisioningException>(() => organization.Pools.AddAgentAsync(organization.ForeignPool, Some.Registration(), CancellationToken.None));
        using var _ = Assert.EnterMultipleScope();
        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.NotPermitted));
        Assert.That(failure.Message, Does.Contain($"'{World.BuildIdentity}' may not").And.Contain("role Administrator")
            .And.Contain($"{organization.Cloud.OrganizationUrl}_settings/agentpools?poolId={World.ForeignPoolId}&view=security"));
    }

    [Test]
    public async Task User_capabilities_replace_the_former_ones()
    {
        await using var organization = await EmulatedOrganization.StartAsync();
        var added = await organization.Pools.AddAgentAsync(organization.Pool, Some.Registration(), CancellationToken.None);
        foreach (var label in (string[])["one", "two"])
        {
            await organization.Pools.SetUserCapabilitiesAsync(organization.Pool, added.Id, new Dictionary<string, string> { ["EphemeralAgents.Request"] = label, [label] = "" }, CancellationToken.None);
        }

        Assert.That(organization.EmulatedPool.Agents.Single().UserCapabilities, Is.EquivalentTo(new Dictionary<string, string> { ["EphemeralAgents.Request"] = "two", ["two"] = "" }));
    }
}
