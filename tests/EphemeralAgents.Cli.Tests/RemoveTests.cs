using EphemeralAgents.Testing;

namespace EphemeralAgents.Cli.Tests;

internal sealed class RemoveTests
{
    private readonly CommandLine _shell = new();

    [Test]
    public async Task What_was_provisioned_is_removed()
    {
        await _shell.RunAsync(CommandLine.Provision());
        var ending = await _shell.RunAsync(CommandLine.Remove());
        Assert.That((_shell.Pools.Agents.Count, _shell.Groups.Groups.Count), Is.EqualTo((0, 0)));
        Snapshot.Verify(ending.ToString());
    }

    [Test]
    public async Task Removing_what_is_gone_succeeds()
    {
        Snapshot.Verify((await _shell.RunAsync(CommandLine.Remove())).ToString());
    }

    [Test]
    public async Task A_program_gets_one_json_document()
    {
        await _shell.RunAsync(CommandLine.Provision());
        Snapshot.Verify((await _shell.RunAsync(CommandLine.Remove(("--output", "json")))).ToString());
    }

    [Test]
    public async Task The_task_removes_too()
    {
        var shell = new CommandLine { Environment = PipelineTask.Provision() };
        await shell.RunAsync(["task"]);
        shell.Environment["INPUT_COMMAND"] = "remove";
        var ending = await shell.RunAsync(["task"]);
        Assert.That((ending.ExitCode, shell.Pools.Agents.Count, shell.Groups.Groups.Count), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task An_agent_that_runs_a_job_is_left_alone()
    {
        await _shell.RunAsync(CommandLine.Provision());
        foreach (var (id, agent) in _shell.Pools.Agents) _shell.Pools.Agents[id] = agent with { IsRunningJob = true };
        var ending = await _shell.RunAsync(CommandLine.Remove());
        Assert.That((ending.ExitCode, _shell.Groups.Groups.Count), Is.EqualTo((6, 1)));
        Assert.That(ending.Error, Does.Contain("is running a job"));
    }

    [Test]
    public async Task A_name_is_needed_and_everything_that_is_missing_is_named()
    {
        var shell = new CommandLine { Environment = PipelineTask.Provision(("INPUT_COMMAND", "remove"), ("INPUT_AGENTNAME", null), ("INPUT_POOL", null), ("INPUT_RESOURCEGROUP", null)) };
        var ending = await shell.RunAsync(["task"]);
        Assert.That(shell.Calls.Calls, Is.Empty);
        Snapshot.Verify(ending.ToString());
    }
}
