using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

internal sealed class JobMessageTests
{
    private static readonly ServiceConnection Connection = new(
        new Guid(World.ServiceConnectionId), World.ServiceConnection, "azurerm", new Uri("https://management.azure.com/"), "ServicePrincipal",
        new Dictionary<string, string> { ["serviceprincipalid"] = World.DeployClientId, ["serviceprincipalkey"] = "s3cr(t" },
        new Dictionary<string, string> { ["subscriptionId"] = World.SubscriptionId });

    [Test]
    public async Task A_job_message_has_every_part_that_the_agent_reads()
    {
        await using var organization = await TestOrganization.StartAsync();
        var step = SomeJob.Script("echo hello");
        var message = await MessageAsync(organization, SomeJob.With(steps: [step], connections: [Connection]));
        message.Remove("variables");
        var url = organization.Cloud.OrganizationUrl;

        Assert.That(message.ToJsonString(), new WireShape($$"""
            {"mask":[{"type":"regex","value":"*"},{"type":"regex","value":"s3cr\\(t"}],
             "steps":[{"type":"task","reference":{"id":"d9bafed4-0b18-4f58-968d-86655b4d2ce9","name":"CmdLine","version":"2.0.0"},"id":"{{step.Id}}","name":"CmdLine","displayName":"Say hello",
               "inputs":{"script":"echo hello"},"environment":{"GREETING":"hello"},"condition":"succeeded()","continueOnError":false,"enabled":true,"timeoutInMinutes":1}],
             "messageType":"PipelineAgentJobRequest",
             "plan":{"scopeIdentifier":"{{World.ProjectId}}","planType":"Build","version":12,"planId":"*","planGroup":"*","artifactUri":"vstfs:///Build/Build/123","artifactLocation":null,
               "definition":{"_links":"*","id":2,"name":"Shop"},"owner":{"_links":"*","id":123,"name":"123"} },
             "timeline":{"id":"*","changeId":1,"location":null},
             "jobId":"*","jobDisplayName":"Deploy","jobName":"deploy","jobContainer":null,"requestId":11,"lockedUntil":"2026-03-02T09:10:00Z",
             "resources":{"endpoints":[
               {"name":"SystemVssConnection","url":"{{url}}","authorization":{"scheme":"OAuth","parameters":{"AccessToken":"*"} },"data":{"ServerId":"*","ServerName":"fabrikam"},"isShared":false,"isReady":true},
               {"id":"{{World.ServiceConnectionId}}","name":"azure-private","type":"azurerm","url":"https://management.azure.com/",
                "authorization":{"scheme":"ServicePrincipal","parameters":{"serviceprincipalid":"{{World.DeployClientId}}","serviceprincipalkey":"s3cr(t"} },
                "data":{"subscriptionId":"{{World.SubscriptionId}}"},"isShared":false,"isReady":true}],
              "repositories":[{"alias":"self","endpoint":{"name":"SystemVssConnection"},"properties":{"id":"*","type":"Git","version":"*","name":"Shop","project":"{{World.ProjectId}}",
                "defaultBranch":"refs/heads/main","ref":"refs/heads/main","url":"{{url}}Shop/_git/Shop","versionInfo":"*","checkoutOptions":{} } }]},
             "workspace":{} }
            """));
    }

    [Test]
    public async Task It_has_the_services_variables_under_the_orchestrators()
    {
        await using var organization = await TestOrganization.StartAsync();
        var message = await MessageAsync(organization, SomeJob.With(variables: new()
        {
            ["Build.BuildNumber"] = new("20260302.1"), ["password"] = new("hunter2", IsSecret: true),
        }));
        var variables = message["variables"]!.AsObject();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(variables["system.collectionUri"]!.ToJsonString(), new WireShape($$"""{"value":"{{organization.Cloud.OrganizationUrl}}","isReadOnly":true}"""));
            Assert.That(variables["Build.BuildNumber"]!.ToJsonString(), new WireShape("""{"value":"20260302.1"}"""));
            Assert.That(variables.Count(variable => variable.Key.Equals("build.buildNumber", StringComparison.OrdinalIgnoreCase)), Is.EqualTo(1));
            Assert.That(variables["password"]!.ToJsonString(), new WireShape("""{"value":"hunter2","isSecret":true}"""));
            Assert.That(variables["system.accessToken"]!.ToJsonString(), new WireShape("""{"value":"*","isSecret":true}"""));
            Assert.That((string)message["mask"]![0]!["value"]!, Is.EqualTo("hunter2"));
            Assert.That((string)variables["system.accessToken"]!["value"]!, Is.EqualTo((string)message["resources"]!["endpoints"]![0]!["authorization"]!["parameters"]!["AccessToken"]!));
        }
    }

    [Test]
    public async Task It_has_all_members_of_the_official_sample()
    {
        if (Environment.GetEnvironmentVariable("EPHEMERAL_AGENTS_SPECS") is not { Length: > 0 } specs) Assert.Ignore("EPHEMERAL_AGENTS_SPECS is not set.");
        else
        {
            await using var organization = await TestOrganization.StartAsync();
            var ours = await MessageAsync(organization, SomeJob.With(steps: [SomeJob.Script("echo hello")]));
            var sample = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(specs, "azure-devops", "agent-job-message-sample.json")))!;

            // A checkout step and debugging are what that job asked for.
            var missing = Members(sample).Except(Members(ours), StringComparer.OrdinalIgnoreCase)
                .Where(member => member != ".steps[].inputs.repository" && !member.StartsWith(".variables.system.debug", StringComparison.Ordinal));
            Assert.That(missing, Is.Empty);
        }
    }

    private static async Task<JsonObject> MessageAsync(TestOrganization organization, PoolJob job)
    {
        using var agent = await AgentClient.ListenAsync(organization);
        organization.Organization.Queue(World.PoolId, job);
        return (await agent.ReadAsync()).Body.AsObject();
    }

    private static IEnumerable<string> Members(JsonNode? node, string path = "") => node switch
    {
        JsonObject json => json.SelectMany(member => Members(member.Value, $"{path}.{member.Key}").Prepend($"{path}.{member.Key}")),
        JsonArray items => items.SelectMany(item => Members(item, $"{path}[]")),
        _ => [],
    };
}
