using EphemeralAgents.Agents;

namespace EphemeralAgents.Supervisor.Tests;

public sealed class AgentEnvironmentTests
{
    [Test]
    public async Task The_agent_gets_what_image_and_user_set_and_nothing_that_leads_to_a_credential()
    {
        await using var harness = new Harness("env -0 | sort -z | tr '\\0' '\\n' > $root/env");
        string[] withheld =
        [
            AgentBundle.Variable, "EPHEMERAL_AGENTS_DEBUG", "IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT", "MSI_ENDPOINT", "MSI_SECRET",
            "AZURE_POD_IDENTITY_AUTHORITY_HOST", "IMDS_ENDPOINT", "VSTS_AGENT_INPUT_TOKEN", "SYSTEM_ACCESSTOKEN",
        ];
        foreach (var name in withheld) harness.Environment[name] = "withheld";
        harness.Environment["JAVA_HOME"] = "/opt/java";
        harness.Environment["GREETING"] = "hello, world";
        harness.Environment["COPIED"] = $"Bearer {Harness.AzureDevOpsToken}";
        harness.Environment["KUBERNETES_PORT"] = "tcp://10.0.0.1:443";
        harness.Environment["VSO_AGENT_IGNORE"] = "GREETING";

        await harness.RunAsync();

        var environment = harness.Agent.Read("env").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.That(environment.Keys.Intersect([.. withheld, "COPIED"]), Is.Empty);
        Assert.That(environment["JAVA_HOME"], Is.EqualTo("/opt/java"));
        Assert.That(environment["GREETING"], Is.EqualTo("hello, world"));
        Assert.That(environment["VSO_AGENT_IGNORE"].Split(','), Is.EqualTo(["KUBERNETES_PORT", "VSO_AGENT_IGNORE", "GREETING"]));
        Assert.That(environment.Values, Has.None.Contains("withheld"));
    }

    [Test]
    public async Task The_agent_is_told_where_to_tell_of_its_job()
    {
        await using var harness = new Harness("exit 0");

        await harness.RunAsync();

        Assert.That(harness.Agent.Read(AgentFiles.Settings), Does.Match("\"agentId\":7,.*\"notificationSocketAddress\":\"127.0.0.1:[0-9]+\"}$"));
        Assert.That(harness.Agent.Read(AgentFiles.Key), Is.EqualTo(harness.Bundle.Files[AgentFiles.Key]));
    }
}
