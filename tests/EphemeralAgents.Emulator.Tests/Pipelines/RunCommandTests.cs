namespace EphemeralAgents.Emulator.Tests.Pipelines;

public sealed class RunCommandTests
{
    private static async Task<(int ExitCode, string Output)> RunAsync(string yaml, params string[] arguments)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, yaml);
        try
        {
            var output = new StringWriter();
            return (await Program.RunAsync(["run", file, .. arguments], output, output), output.ToString());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public async Task A_run_is_printed_plainly_and_ends_with_0()
    {
        var (exitCode, output) = await RunAsync("""
            stages:
            - stage: Build
              jobs:
              - job: compile
                steps:
                - script: echo hello $(who) ${{ variables.who }} [x]; echo "##[warning]odd"
                  displayName: Say it
            """, "--variable", "who=you");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.Zero, output);
            Assert.That(output, Does.Contain("Build/compile │   hello you you [x]"));
            Assert.That(output, Does.Contain("##[section]Starting: Say it").And.Contain("✓ compile succeeded"));
            Assert.That(output, Does.Contain("└── ✓ Build").And.Contain("└── ✓ Say it"));
            Assert.That(output, Does.Not.Contain("\u001b"));
        }
    }

    [Test]
    public async Task A_failed_run_ends_with_1_and_one_with_issues_with_0()
    {
        Assert.That((await RunAsync("steps:\n- script: exit 1\n")).ExitCode, Is.EqualTo(1));
        Assert.That((await RunAsync("steps:\n- script: exit 1\n  continueOnError: true\n")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Failed_jobs_are_rerun_in_the_same_process()
    {
        var (exitCode, output) = await RunAsync("steps:\n- script: test $(System.JobAttempt) -gt 2\n", "--then", "rerun-failed", "--then", "rerun-stage=__default");
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("attempt 3"));
    }

    [TestCase("steps:\n- scrip: a\n", "(Line: 2, Col: 3)", null)]
    [TestCase("steps:\n- script: a\n", "--variable is written name=value", "--variable=a")]
    [TestCase("steps:\n- script: a\n", "--secret NO_SUCH_SECRET", "--secret=NO_SUCH_SECRET")]
    [TestCase("steps:\n- script: a\n", "--then is rerun-failed", "--then=again")]
    [TestCase("steps:\n- script: a\n", "is not of the form STEP=TIME", "--latency=some")]
    [TestCase("steps:\n- checkout: none\n", "There is no stage 'X'", "--then=rerun-stage=X")]
    [TestCase("steps:\n- script: a\n", "no task.json", "--task=/nowhere")]
    public async Task Bad_input_ends_with_2_and_says_what_is_wrong(string yaml, string message, string? argument)
    {
        var (exitCode, output) = await RunAsync(yaml, argument is null ? [] : [argument]);
        Assert.That(exitCode, Is.EqualTo(2), output);
        Assert.That(output, Does.Contain(message));
    }
}
