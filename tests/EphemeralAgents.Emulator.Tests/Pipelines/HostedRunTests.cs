using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines;

namespace EphemeralAgents.Emulator.Tests.Pipelines;

public sealed class HostedRunTests
{
    [Test]
    public async Task A_script_runs_and_its_output_is_the_jobs_log()
    {
        var job = await Run.StepsAsync("- script: echo hello $(Build.BuildId) '$(unknown)' $SYSTEM_TEAMPROJECT");
        Assert.That(job.Result, Is.EqualTo(JobResult.Succeeded), string.Join("\n", job.Log));
        Assert.That(job.Log, Is.EqualTo(new[]
        {
            "##[section]Starting: Job", "##[section]Starting: CmdLine", "hello 1001 $(unknown) Shop", "##[section]Finishing: CmdLine", "##[section]Finishing: Job",
        }));
    }

    [Test]
    public async Task A_script_may_name_its_folder_its_environment_and_that_standard_error_counts()
    {
        var job = await Run.StepsAsync("""
            - bash: mkdir sub
            - bash: basename "$PWD"; echo $GREETING
              workingDirectory: sub
              env: { greeting: hello $(Build.BuildId) }
            - script: echo oops >&2
              failOnStderr: true
            """);
        Assert.That(job.Log, Has.Some.EqualTo("sub").And.Some.EqualTo("hello 1001"));
        Assert.That(job.Issues, Is.EqualTo(new[] { "Bash wrote one or more lines to the standard error stream." }));
        Assert.That(job.Result, Is.EqualTo(JobResult.Failed));
    }

    [Test]
    public async Task A_step_is_retried_as_often_as_it_says()
    {
        var job = await Run.StepsAsync("- script: echo try >> tries; test `wc -l < tries` -gt 2\n  retryCountOnTaskFailure: 3");
        Assert.That(job.Result, Is.EqualTo(JobResult.Succeeded), string.Join("\n", job.Log));
    }

    [Test]
    public async Task The_repository_around_a_pipelines_file_is_checked_out()
    {
        var folder = Directory.CreateTempSubdirectory("repository-").FullName;
        try
        {
            var git = System.Diagnostics.Process.Start("git", ["init", "-q", folder]);
            await git.WaitForExitAsync();
            if (git.ExitCode != 0) Assert.Ignore("There is no git that works.");
            Directory.CreateDirectory(Path.Combine(folder, "sub"));
            await File.WriteAllTextAsync(Path.Combine(folder, "sub", "some.txt"), "from the repository");
            await File.WriteAllTextAsync(Path.Combine(folder, "pipeline.yml"), "jobs:\n- job: A\n  steps: [ script: cat sub/some.txt ]\n- job: B\n  steps: [ checkout: none, script: ls ]\n");
            var run = await Run.YamlAsync(Path.Combine(folder, "pipeline.yml"));
            Assert.That(run.Job("A").Log, Does.Contain("from the repository"), run.Log);
            Assert.That(run.Job("B").Log, Has.None.EqualTo("sub"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task Jobs_without_dependencies_run_side_by_side()
    {
        // Each waits for what the other does.
        var meeting = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var run = await Run.YamlAsync($"""
            jobs:
            - job: A
              timeoutInMinutes: 0.5
              steps: [ script: touch {meeting}.a; while [ ! -e {meeting}.b ]; do sleep 0.02; done ]
            - job: B
              timeoutInMinutes: 0.5
              steps: [ script: touch {meeting}.b; while [ ! -e {meeting}.a ]; do sleep 0.02; done ]
            """.Replace("steps: [ script:", "steps:\n  - script:").Replace("done ]", "done"));
        File.Delete($"{meeting}.a");
        File.Delete($"{meeting}.b");
        Assert.That(run.Result, Is.EqualTo(JobResult.Succeeded), run.Log);
    }

    [Test]
    public async Task Runs_are_numbered_and_named()
    {
        await using var cloud = await Run.StartCloudAsync();
        var runner = new PipelineRunner(cloud);
        var runs = new[] { await runner.RunAsync("name: x$(Rev:.r)-$(BuildId)\nsteps: []\n"), await runner.RunAsync("name: x$(Rev:.r)-$(BuildId)\nsteps: []\n") };
        Assert.That(runs.Select(r => r.BuildNumber), Is.EqualTo(new[] { "x.1-1001", "x.2-1002" }));
    }
}
