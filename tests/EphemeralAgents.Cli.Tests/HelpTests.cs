using EphemeralAgents.Testing;

namespace EphemeralAgents.Cli.Tests;

internal sealed class HelpTests
{
    private readonly CommandLine _shell = new();

    [TestCase("")]
    [TestCase("provision")]
    [TestCase("remove")]
    [TestCase("supervise")]
    [TestCase("task")]
    public async Task Every_command_explains_itself_with_examples(string command)
    {
        var ending = await _shell.RunAsync(command.Length == 0 ? ["--help"] : [command, "--help"]);
        // The usage names the program by its file, which is the test runner's here.
        Snapshot.Verify(ending.ToString().Replace(Environment.GetCommandLineArgs()[0] is var path ? Path.GetFileNameWithoutExtension(path) : "", "ephemeral-agents", StringComparison.Ordinal),
            command.Length == 0 ? "root" : command);
    }

    [Test]
    public async Task The_version_is_a_plain_line()
    {
        var ending = await _shell.RunAsync(["--version"]);
        Assert.That(ending.Out, Does.Match(@"^[0-9]+\.[0-9]+\.[0-9]+\S*\r?\n\z"));
    }

    [Test]
    public async Task The_help_knows_no_secret_of_the_environment()
    {
        var ending = await _shell.RunAsync(["provision", "--help"]);
        Assert.That(ending.Out, Does.Not.Contain(CommandLine.ClientSecret).And.Not.Contain(CommandLine.Token));
    }

    [TestCase("--bogus", "'--bogus'")]
    [TestCase("@/etc/hostname", "'@/etc/hostname'")]
    [TestCase("[suggest]", "'[suggest]'")]
    public async Task What_is_not_understood_is_one_line_without_help_or_guesses(string argument, string named)
    {
        var ending = await _shell.RunAsync([.. CommandLine.Provision(), argument]);
        Assert.That((ending.ExitCode, ending.Out, ending.Errors.Count, _shell.Calls.Calls.Count), Is.EqualTo((2, "", 1, 0)), ending.ToString());
        Assert.That(ending.Errors[0], Does.Contain(named));
    }

    [Test]
    public async Task An_option_given_twice_is_wrong()
    {
        var ending = await _shell.RunAsync([.. CommandLine.Provision(), "--pool", "Other"]);
        Assert.That((ending.ExitCode, ending.Errors.Count), Is.EqualTo((2, 1)), ending.ToString());
        Assert.That(ending.Errors[0], Does.Contain("--pool"));
    }

    [Test]
    public async Task No_command_at_all_is_wrong()
    {
        var ending = await _shell.RunAsync([]);
        Assert.That((ending.ExitCode, ending.Out, ending.Errors.Count), Is.EqualTo((2, "", 1)), ending.ToString());
    }
}
