using System.Text.Json.Nodes;
using EphemeralAgents.Cli.Commands;
using EphemeralAgents.Cli.Inputs;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Cli.Tests;

/// <summary>task.json says what the program reads and writes.</summary>
internal sealed class TaskDefinitionTests
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
    public void It_is_what_the_published_schema_allows()
    {
        var schema = new JsonSchemaFile(Specifications.PathOf("azure-devops/tasks.schema.json"));
        Assert.That(schema.Violations(_task), Is.Empty);
        _task["inputs"]!.AsArray()[0]!["type"] = "dropDown";
        _task["inputs"]!.AsArray()[1]!["colour"] = "red";
        _task["version"]!.AsObject().Remove("Patch");
        Assert.That(schema.Violations(_task), Has.Count.EqualTo(3), "the schema is in force");
    }

    private string[] Names(string list) => [.. _task[list]!.AsArray().Select(one => (string)one!["name"]!)];
}
