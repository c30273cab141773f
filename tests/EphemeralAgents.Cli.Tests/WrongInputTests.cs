using EphemeralAgents.Cli.Commands;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Cli.Tests;

internal sealed class WrongInputTests
{
    private static readonly (string Input, string Value)[] Wrong =
    [
        ("pool", ""),
        ("agentName", "-deploy"),
        ("agentName", "deploy 1207"),
        ("agentVersion", "latest"),
        ("label", "two\nlines"),
        ("resourceGroup", ""),
        ("resourceGroup", "rg/agents"),
        ("location", "west-europe!"),
        ("image", ""),
        ("image", "fabrikam.azurecr.io/agents linux"),
        ("pullIdentity", "id-pull"),
        ("os", "macos"),
        ("os", "1"),
        ("cpu", "0.5"),
        ("cpu", "two"),
        ("cpu", "1.25"),
        ("cpu", "NaN"),
        ("memory", "241"),
        ("memory", "-4"),
        ("subnet", ""),
        ("subnet", "/subscriptions/1/subnets/snet-agents"),
        ("virtualNetwork", ""),
        ("virtualNetwork", "vnet/private"),
        ("virtualNetworkResourceGroup", "rg."),
        ("dnsServers", "10.0.0.4, dns.fabrikam.example"),
        ("waitFor", "started"),
        ("onlineTimeout", "soon"),
        ("onlineTimeout", "0"),
        ("claimTimeout", "-1m"),
        ("claimTimeout", "5m"),
        ("maxLifetime", "8.00:00:00"),
        ("cleanup", "always"),
        ("cleanup", "identity"),
        ("cleanupIdentity", "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/id"),
        ("keepOnFailure", "perhaps"),
        ("environmentVariables", "GREETING"),
        ("environmentVariables", "1ST=hello"),
        ("environmentVariables", "ENDS_=hello"),
        ("environmentVariables", "EPHEMERAL_AGENT_BUNDLE=mine"),
        ("environmentVariables", "A=1\nA=2"),
        ("tags", "a/b=c"),
        ("tags", "EphemeralAgents.Agent=mine"),
    ];

    private static IEnumerable<TestCaseData> EachWrong => Wrong.Select(wrong => new TestCaseData(wrong.Input, wrong.Value).SetArgDisplayNames(wrong.Input, wrong.Value.ReplaceLineEndings("|")));

    [TestCaseSource(nameof(EachWrong))]
    public async Task A_wrong_input_of_the_task_is_one_line_and_nothing_is_asked_of_anyone(string input, string value)
    {
        var shell = new CommandLine { Environment = PipelineTask.Provision(($"INPUT_{input.ToUpperInvariant()}", value)) };
        var ending = await shell.RunAsync(["task"]);
        var issues = ending.Out.Split('\n').Where(line => line.StartsWith("##vso[task.logissue type=error]", StringComparison.Ordinal)).ToArray();
        using var _ = Assert.EnterMultipleScope();
        Assert.That(ending.ExitCode, Is.EqualTo(2));
        Assert.That(issues, Has.Length.EqualTo(1));
        Assert.That(issues[0], Does.Contain(input == "cleanup" && value == "identity" ? "cleanupIdentity is missing" : $"]{input} "));
        Assert.That(ending.Out, Does.Contain("##vso[task.complete result=Failed;]"));
        Assert.That(shell.Calls.Calls, Is.Empty);
    }

    [Test]
    public async Task Every_wrong_option_in_turn_has_its_line()
    {
        var lines = new List<string>();
        foreach (var (input, value) in Wrong)
        {
            var shell = new CommandLine();
            var option = ProvisionCommand.Inputs.Single(one => one.Name == input).OptionName;
            var ending = await shell.RunAsync(CommandLine.Provision((option, value)));
            Assert.That((ending.ExitCode, ending.Errors.Count, shell.Calls.Calls.Count, ending.Out), Is.EqualTo((2, 1, 0, "")), $"{option} {value}: {ending.Error}");
            lines.Add(ending.Errors[0]);
        }

        Snapshot.Verify(string.Join('\n', lines));
    }

    [Test]
    public async Task All_problems_are_told_at_once()
    {
        var shell = new CommandLine();
        var ending = await shell.RunAsync(CommandLine.Provision(Wrong.Where(wrong => wrong.Value.Length > 0)
            .GroupBy(wrong => wrong.Input).Select(wrong => ($"{ProvisionCommand.Inputs.Single(one => one.Name == wrong.Key).OptionName}", (string?)wrong.First().Value)).ToArray()));
        Assert.That(shell.Calls.Calls, Is.Empty);
        Snapshot.Verify(ending.ToString());
    }

    [Test]
    public async Task Without_anything_everything_that_is_missing_is_named()
    {
        var shell = new CommandLine { Environment = [] };
        Snapshot.Verify((await shell.RunAsync(["provision"])).ToString());
    }

    [Test]
    public async Task A_task_without_anything_names_inputs_and_not_options()
    {
        var shell = new CommandLine { Environment = new() { ["TF_BUILD"] = "True", ["INPUT_COMMAND"] = "provision", ["SYSTEM_COLLECTIONURI"] = "https://dev.azure.com/fabrikam/" } };
        Snapshot.Verify((await shell.RunAsync(["task"])).ToString());
    }

    [Test]
    public async Task Inputs_that_do_not_go_together_are_named()
    {
        var shell = new CommandLine();
        var ending = await shell.RunAsync(CommandLine.Provision(
            ("--os", "windows"), ("--dns-servers", "10.0.0.4"), ("--image", "agents:1"),
            ("--pull-identity", "/subscriptions/1/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-pull"),
            ("--cleanup-identity", "/subscriptions/1/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-clean")));
        Snapshot.Verify(ending.ToString());
    }

    [Test]
    public async Task A_tasks_command_that_does_not_exist_is_named()
    {
        var shell = new CommandLine { Environment = PipelineTask.Provision(("INPUT_COMMAND", "destroy")) };
        var ending = await shell.RunAsync(["task"]);
        Assert.That(ending.ExitCode, Is.EqualTo(2));
        Assert.That(ending.Out, Does.Contain("##vso[task.logissue type=error]command 'destroy' is wrong: use provision or remove."));
    }
}
