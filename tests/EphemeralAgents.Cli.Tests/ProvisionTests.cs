using System.Text.Json;
using EphemeralAgents.Agents;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Cli.Tests;

internal sealed class ProvisionTests
{
    private readonly CommandLine _shell = new();

    [Test]
    public async Task An_agent_is_provisioned_while_a_person_follows()
    {
        var ending = await _shell.RunAsync(CommandLine.Provision());
        Snapshot.Verify(ending.ToString());
    }

    [Test]
    public async Task A_program_gets_one_json_document_and_a_person_still_follows()
    {
        var ending = await _shell.RunAsync(CommandLine.Provision(("--output", "json")));
        using var document = JsonDocument.Parse(ending.Out);
        Assert.That(document.RootElement.GetProperty("agentName").GetString(), Is.EqualTo("deploy-1207"));
        Snapshot.Verify(ending.ToString());
    }

    [Test]
    public async Task The_task_sets_output_variables_and_masks_what_it_makes()
    {
        var shell = new CommandLine { Environment = PipelineTask.Provision() };
        var ending = await shell.RunAsync(["task"]);
        Snapshot.Verify(ending.ToString());
        var bundle = shell.Groups.Specs.Values.Single().SecureEnvironment[AgentBundle.Variable];
        Assert.That(ending.Out, Does.Contain($"##vso[task.setsecret]{bundle}"));
    }

    [Test]
    public async Task Options_become_the_request()
    {
        var subnet = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/vnet-private/subnets/snet-agents";
        var ending = await _shell.RunAsync([.. CommandLine.Provision(
            ("--virtual-network", null), ("--subnet", subnet), ("--cpu", "1.5"), ("--memory", "8"), ("--agent-version", "4.248.0"),
            ("--cleanup", "None"), ("--label", "build 1207"), ("--wait-for", "accepted"), ("--dns-servers", "10.0.0.4, 10.0.0.5")),
            "--tags", "Owner=network team", "--tags", "Cost=4711", "--environment-variables", "GREETING=a=b", "--keep-on-failure"]);
        var spec = _shell.Groups.Specs.Values.Single();
        var bundle = AgentBundle.Decode(spec.SecureEnvironment[AgentBundle.Variable]);
        using var _ = Assert.EnterMultipleScope();
        Assert.That(ending.ExitCode, Is.Zero, ending.Error);
        Assert.That((spec.Cpu, spec.MemoryInGB), Is.EqualTo((1.5, 8.0)));
        Assert.That(spec.Subnet.ToString(), Is.EqualTo(subnet));
        Assert.That(spec.DnsServers, Is.EqualTo(new[] { "10.0.0.4", "10.0.0.5" }));
        Assert.That(spec.Tags, Does.ContainKey("Owner").WithValue("network team").And.ContainKey("Cost").WithValue("4711"));
        Assert.That(spec.Environment, Does.ContainKey("GREETING").WithValue("a=b"));
        Assert.That(bundle.KeepOnFailure);
        Assert.That(_shell.Pools.Agents.Values.Single().Version, Is.EqualTo("4.248.0"));
        Assert.That(_shell.Pools.Agents.Values.Single().Capabilities, Does.ContainKey("EphemeralAgents.Request").WithValue("build 1207"));
        Assert.That(_shell.Azure!.SubscriptionId, Is.EqualTo(Some.ResourceGroup.SubscriptionId));
    }

    [Test]
    public async Task An_option_wins_over_the_tasks_input_which_wins_over_the_default()
    {
        var shell = new CommandLine { Environment = PipelineTask.Provision(("INPUT_CPU", "3"), ("INPUT_MEMORY", " 5 ")) };
        await shell.RunAsync(["provision", "--cpu", "4"]);
        var spec = shell.Groups.Specs.Values.Single();
        Assert.That((spec.Cpu, spec.MemoryInGB, spec.Platform), Is.EqualTo((4.0, 5.0, AgentPlatform.Linux)));
    }

    [TestCase("10", 10 * 60)]
    [TestCase("90s", 90)]
    [TestCase("10 m", 10 * 60)]
    [TestCase("1H", 3600)]
    [TestCase("00:10:00", 10 * 60)]
    [TestCase("1.00:00:00", 24 * 3600)]
    public async Task A_duration_may_be_written_in_several_ways(string text, int seconds)
    {
        await _shell.RunAsync(CommandLine.Provision(("--max-lifetime", text)));
        var bundle = AgentBundle.Decode(_shell.Groups.Specs.Values.Single().SecureEnvironment[AgentBundle.Variable]);
        Assert.That(bundle.MaxLifetime, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [TestCase("provision", null, "epa-1207-provision")]
    [TestCase("Provision: an agent!", null, "epa-1207-Provision-an-agent")]
    [TestCase("a-job-whose-name-is-so-long-that-it-does-not-fit-into-a-name-at-all", "ci.", "ci.1207-a-job-whose-name-is-so-long-that-it-does-not-fit-into-a")]
    public async Task Without_a_name_the_agent_is_called_after_run_and_job(string job, string? prefix, string name)
    {
        var shell = new CommandLine { Environment = PipelineTask.Provision(("INPUT_AGENTNAME", ""), ("SYSTEM_JOBNAME", job), ("INPUT_AGENTNAMEPREFIX", prefix)) };
        await shell.RunAsync(["task"]);
        Assert.That(shell.Pools.Agents.Values.Single().Name.Value, Is.EqualTo(name));
    }

    [Test]
    public async Task No_secret_is_ever_printed()
    {
        foreach (var shell in (CommandLine[])[new(), new() { Environment = PipelineTask.Provision(("SYSTEM_DEBUG", "true")) }])
        {
            var isTask = shell.Environment.ContainsKey("TF_BUILD");
            shell.Groups.Created = spec => throw new InvalidOperationException("surprise");
            var ending = await shell.RunAsync(isTask ? ["task"] : [.. CommandLine.Provision(), "--debug"]);
            Assert.That(ending.ExitCode, Is.EqualTo(1));
            Assert.That(ending.Out + ending.Error, Does.Not.Contain(CommandLine.ClientSecret).And.Not.Contain(CommandLine.Token));
        }
    }
}
