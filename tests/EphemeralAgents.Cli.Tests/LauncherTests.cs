using System.Diagnostics;

namespace EphemeralAgents.Cli.Tests;

/// <summary>The task's launcher under a real Node, with a shell script in the program's place.</summary>
internal sealed class LauncherTests
{
    private Launcher _launcher = null!;

    [SetUp]
    public void FindNode()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("The program's stand-in is a shell script.");
        if (!Launcher.HasNode) Assert.Ignore("There is no node in PATH.");
        _launcher = new Launcher();
    }

    [TearDown]
    public void CleanUp() => _launcher?.Dispose();

    [TestCase(0)]
    [TestCase(2)]
    [TestCase(130)]
    public async Task The_programs_exit_code_is_the_launchers(int code)
    {
        _launcher.Program($"echo \"$@ in $(pwd), $INPUT_COMMAND\"; exit {code}");
        using var node = _launcher.Start();
        Assert.That(await node.StandardOutput.ReadToEndAsync(), Is.EqualTo($"task in {_launcher.WorkFolder}, provision\n"));
        await node.WaitForExitAsync();
        Assert.That(node.ExitCode, Is.EqualTo(code));
    }

    [Test]
    public async Task A_program_that_lost_its_executable_bit_gets_it_back()
    {
        var program = _launcher.Program("exit 0", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        using var node = _launcher.Start();
        await node.WaitForExitAsync();
        Assert.That(node.ExitCode, Is.Zero);
        Assert.That(OperatingSystem.IsWindows() || File.GetUnixFileMode(program).HasFlag(UnixFileMode.UserExecute | UnixFileMode.OtherExecute));
    }

    [Test]
    public async Task A_program_in_a_folder_that_is_read_only_runs_from_a_copy_that_is_deleted()
    {
        _launcher.Program("cat \"$(dirname \"$0\")/beside\"", UnixFileMode.UserRead);
        File.WriteAllText(Path.Combine(_launcher.BinFolder, "beside"), "a file beside the program");
        _launcher.Preload("const fs = require('fs'), chmod = fs.chmodSync; fs.chmodSync = (path, mode) => {"
            + $" if (path.startsWith('{_launcher.BinFolder}')) throw Object.assign(new Error('read-only'), {{ code: 'EROFS' }}); chmod(path, mode); }};");
        using var node = _launcher.Start();
        Assert.That(await node.StandardOutput.ReadToEndAsync(), Is.EqualTo("a file beside the program"));
        await node.WaitForExitAsync();
        Assert.That(Directory.EnumerateFileSystemEntries(_launcher.TempFolder), Is.Empty);
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    public async Task A_signal_reaches_the_program_and_the_launcher_waits_for_its_cleaning_up(string signal)
    {
        _launcher.Program($"trap 'echo cleaning up; sleep 0.2; echo done; exit 130' {signal}; echo ready; for i in $(seq 200); do sleep 0.05; done");
        using var node = _launcher.Start();
        Assert.That(await node.StandardOutput.ReadLineAsync(), Is.EqualTo("ready"));
        using var kill = Process.Start("kill", [$"-{signal}", $"{node.Id}"]);
        Assert.That(await node.StandardOutput.ReadToEndAsync(), Is.EqualTo("cleaning up\ndone\n"));
        await node.WaitForExitAsync();
        Assert.That(node.ExitCode, Is.EqualTo(130));
    }

    [Test]
    public async Task A_signal_that_comes_as_soon_as_there_is_a_program_reaches_it_too()
    {
        _launcher.Program("trap 'echo cleaning up; exit 130' INT; echo ready; for i in $(seq 200); do sleep 0.05; done");
        _launcher.Preload("const processes = require('child_process'), spawn = processes.spawn; processes.spawn = (...all) => {"
            + " const child = spawn(...all), end = Date.now() + 500; while (Date.now() < end); return child; };");
        using var node = _launcher.Start();
        Assert.That(await node.StandardOutput.ReadLineAsync(), Is.EqualTo("ready"));
        using var kill = Process.Start("kill", ["-INT", $"{node.Id}"]);
        Assert.That(await node.StandardOutput.ReadToEndAsync(), Is.EqualTo("cleaning up\n"));
        await node.WaitForExitAsync();
        Assert.That(node.ExitCode, Is.EqualTo(130));
    }

    [Test]
    public async Task A_program_that_was_killed_did_not_succeed()
    {
        _launcher.Program("kill -KILL $$");
        using var node = _launcher.Start();
        await node.WaitForExitAsync();
        Assert.That(node.ExitCode, Is.EqualTo(137));
    }

    [Test]
    public async Task A_platform_without_a_program_is_named()
    {
        _launcher.Program("exit 0");
        _launcher.Preload("Object.defineProperty(process, 'arch', { value: 'riscv64' });");
        using var node = _launcher.Start();
        var lines = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.That(node.ExitCode, Is.EqualTo(1));
        Assert.That(lines, Does.StartWith("##vso[task.logissue type=error]This task does not run on ")
            .And.Contains($"-riscv64: use an agent on one of the platforms that it was packaged for ({Launcher.Rid}).\n##vso[task.complete result=Failed;]"));
    }

    [Test]
    public async Task A_package_without_its_program_is_told()
    {
        _launcher.RemovePrograms();
        using var node = _launcher.Start();
        var lines = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.That(node.ExitCode, Is.EqualTo(1));
        Assert.That(lines, Does.Contain("install a complete package"));
    }
}
