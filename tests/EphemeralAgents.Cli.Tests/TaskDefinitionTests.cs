using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EphemeralAgents.Cli.Commands;
using EphemeralAgents.Cli.Inputs;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Cli.Tests;

/// <summary>task.json says what the program reads and writes.</summary>
internal sealed partial class TaskDefinitionTests
{
    private static readonly string Folder = Repository.PathOf("task", "EphemeralPipelinesAgents");

    private readonly JsonNode _task = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "task.json")))!;

    [Test]
    public void Its_inputs_are_the_programs()
    {
        var inputs = RequestInputs.All.Append(TaskCommand.Command)
            .Concat([AzureInputs.ServiceConnection, OrganizationInputs.ServiceConnection, RegistryInputs.ServiceConnection]).Select(input => input.Name);
        Assert.That(Names("inputs"), Is.EquivalentTo(inputs));
    }

    [Test]
    public void Its_defaults_are_the_programs()
    {
        var defaults = _task["inputs"]!.AsArray().Where(input => input!["defaultValue"] is not null && (string)input["name"]! != "command");
        using var _ = Assert.EnterMultipleScope();
        foreach (var input in defaults)
            Assert.That((string)input!["defaultValue"]!, Is.EqualTo(RequestInputs.All.Single(one => one.Name == (string)input["name"]!).Default), (string)input["name"]!);
    }

    [Test]
    public async Task Its_output_variables_are_the_programs_and_the_only_ones_that_it_may_set()
    {
        var ending = await new CommandLine { Environment = PipelineTask.Provision() }.RunAsync(["task"]);
        const string command = "##vso[task.setvariable variable=";
        var set = ending.Out.Split('\n').Where(line => line.StartsWith(command, StringComparison.Ordinal)).Select(line => line[command.Length..line.IndexOf(';', StringComparison.Ordinal)]).ToArray();
        Assert.That(Names("outputVariables"), Is.EquivalentTo(set));
        Assert.That(_task["restrictions"]!["settableVariables"]!["allowed"]!.AsArray().Select(name => (string)name!), Is.EquivalentTo(set));
    }

    [Test]
    public void Its_groups_and_targets_exist()
    {
        var groups = Names("groups");
        Assert.That(_task["inputs"]!.AsArray().Select(input => (string?)input!["groupName"]).OfType<string>().Distinct(), Is.SubsetOf(groups));
        Assert.That(_task["execution"]!.AsObject().Select(handler => File.Exists(Path.Combine(Folder, (string)handler.Value!["target"]!))), Has.All.True);
    }

    [Test]
    public void Each_pick_list_without_choices_is_filled_from_inputs_that_stand_above_it_and_lets_people_write()
    {
        var names = Names("inputs");
        var bindings = _task["dataSourceBindings"]!.AsArray();
        var open = _task["inputs"]!.AsArray().Where(input => (string)input!["type"]! == "pickList" && input["options"] is null).ToArray();
        Assert.That(bindings.Select(binding => (string)binding!["target"]!), Is.EquivalentTo(open.Select(input => (string)input!["name"]!)));
        Assert.That(open.Select(input => (string?)input!["properties"]?["EditableOptions"]), Has.All.EqualTo("True"));
        Assert.Multiple(() =>
        {
            foreach (var binding in bindings)
            {
                var above = names.TakeWhile(name => name != (string)binding!["target"]!);
                Assert.That(Macro().Matches(binding!.ToJsonString()).Select(match => match.Groups["name"].Value), Is.SubsetOf(above), (string)binding["target"]!);
            }
        });
    }

    [Test]
    public void A_name_or_alias_means_one_input()
    {
        var all = Names("inputs").Concat(_task["inputs"]!.AsArray().SelectMany(input => input!["aliases"]?.AsArray().Select(alias => (string)alias!) ?? []));
        Assert.That(all.Select(name => name.ToUpperInvariant()), Is.Unique);
    }

    // The inputs of the archived AzureContainerAgentCreate task; docs/migrate.md says what became of the others.
    [TestCase("azureSubscription", "azureServiceConnection")]
    [TestCase("connectedServiceNameARM", "azureServiceConnection")]
    [TestCase("resourceGroupName", "resourceGroup")]
    [TestCase("location", "location")]
    [TestCase("imageName", "image")]
    [TestCase("agentPool", "pool")]
    [TestCase("agentPrefix", "agentNamePrefix")]
    [TestCase("vnetResourceGroupName", "virtualNetworkResourceGroup")]
    [TestCase("vnetName", "virtualNetwork")]
    [TestCase("subnetName", "subnet")]
    [TestCase("osType", "os")]
    [TestCase("CPU", "cpu")]
    [TestCase("memory", "memory")]
    [TestCase("skipContainerDeletionOnError", "keepOnFailure")]
    public void The_archived_tasks_input_is_understood(string archived, string ours)
    {
        var input = _task["inputs"]!.AsArray().Single(input => (string)input!["name"]! == ours)!;
        var names = (input["aliases"]?.AsArray() ?? []).Select(alias => (string)alias!).Append(ours);
        Assert.That(names, Has.Some.EqualTo(archived).IgnoreCase);
    }

    [Test]
    public void One_version_is_in_the_sources()
    {
        var version = _task["version"]!;
        var sources = XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("Version").Single().Value;
        Assert.That($"{version["Major"]}.{version["Minor"]}.{version["Patch"]}", Is.EqualTo(sources));
        Assert.That((string)JsonNode.Parse(File.ReadAllText(Repository.PathOf("vss-extension.json")))!["version"]!, Is.EqualTo(sources));
    }

    [Test]
    public void It_is_what_the_published_schema_allows()
    {
        var schema = new JsonSchemaFile(Specifications.PathOf("azure-devops/tasks.schema.json"));
        Assert.That(schema.Violations(_task), Is.Empty);
        _task["inputs"]!.AsArray()[0]!["type"] = "dropDown";
        _task["inputs"]!.AsArray()[1]!["colour"] = "red";
        _task["version"]!.AsObject().Remove("Patch");
        Assert.That(schema.Violations(_task), Has.Count.EqualTo(3), "the schema is in force");
    }

    [GeneratedRegex(@"\$\((?<name>[A-Za-z]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Macro();

    private string[] Names(string list) => [.. _task[list]!.AsArray().Select(one => (string)one!["name"]!)];
}
