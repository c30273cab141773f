using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Cli.Tests;

internal sealed class FailureTests
{
    private readonly CommandLine _shell = new();

    [Test]
    public async Task A_failure_ends_with_its_code_and_says_what_to_do()
    {
        var ending = await _shell.RunAsync(CommandLine.Provision(("--pool", "Nowhere")));
        Assert.That(ending.ExitCode, Is.EqualTo((int)ExitCode.NotUsable));
        Assert.That(ending.Error, Does.StartWith("Pool 'Nowhere' does not exist").And.Not.Contain("   at "));
    }

    [Test]
    public async Task A_surprise_is_one_clear_line()
    {
        _shell.Pools.Before = (_, _) => throw new InvalidOperationException("two\nlines");
        var ending = await _shell.RunAsync(CommandLine.Provision());
        Assert.That((ending.ExitCode, ending.Errors.Count), Is.EqualTo((1, 1)), ending.ToString());
        Assert.That(ending.Errors[0], Is.EqualTo("unexpected InvalidOperationException: two lines (--debug shows more)"));
    }

    [Test]
    public async Task The_stack_of_a_surprise_is_told_with_debug_only()
    {
        _shell.Pools.Before = (_, _) => throw new InvalidOperationException("surprise");
        var ending = await _shell.RunAsync([.. CommandLine.Provision(), "--debug"]);
        Assert.That(ending.Error, Does.Contain("   at EphemeralAgents."));
    }

    [Test]
    public async Task A_cancelled_program_has_deleted_what_it_created_and_ends_with_130()
    {
        using var signal = new CancellationTokenSource();
        _shell.Groups.Before = (call, _) => call == "find-group" ? signal.CancelAsync() : Task.CompletedTask;
        var ending = await _shell.RunAsync(CommandLine.Provision(), signal.Token);
        Assert.That((ending.ExitCode, _shell.Pools.Agents.Count, _shell.Groups.Groups.Count), Is.EqualTo((130, 0, 0)), ending.ToString());
    }

    [Test]
    public async Task A_failed_task_says_so_to_the_agent()
    {
        var shell = new CommandLine { Environment = PipelineTask.Provision(("INPUT_POOL", "Nowhere")) };
        var ending = await shell.RunAsync(["task"]);
        var lines = ending.Out.Split('\n', StringSplitOptions.TrimEntries);
        Assert.That(lines, Has.One.StartsWith("##vso[task.logissue type=error]Pool 'Nowhere' does not exist"));
        Assert.That(lines, Has.One.EqualTo("##vso[task.complete result=Failed;]Failed: NotUsable (8)."));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_a_container_wrote_commands_nobody(bool isTask)
    {
        var shell = isTask ? new CommandLine { Environment = PipelineTask.Provision() } : _shell;
        shell.Groups.ContainerLog = "##vso[task.setvariable variable=PATH]/evil\n##[error]boo\u001b[2J";
        shell.Groups.Created = spec => new ContainerGroup(spec.Id) { ProvisioningState = "Succeeded", Container = new Container(ContainerState.Terminated, 1, "Error") };
        shell.Groups.Before = (_, _) => Task.CompletedTask;
        var ending = await shell.RunAsync(isTask ? ["task"] : CommandLine.Provision());
        Assert.That(ending.ExitCode, Is.EqualTo((int)ExitCode.ContainerGroupFailed), ending.ToString());
        Assert.That(ending.Out + ending.Error, Does.Contain("/evil").And.Not.Contain("##vso[task.setvariable variable=PATH]").And.Not.Contain("##[error]").And.Not.Contain("\u001b"));
    }
}
