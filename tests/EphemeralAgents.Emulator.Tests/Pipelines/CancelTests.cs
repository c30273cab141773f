using System.Diagnostics;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines;

namespace EphemeralAgents.Emulator.Tests.Pipelines;

public sealed class CancelTests
{
    private static RunOptions Quick { get; } = new() { Variables = new Dictionary<string, string> { ["PROCESS_SIGINT_TIMEOUT"] = "400", ["PROCESS_SIGTERM_TIMEOUT"] = "400" } };

    private static async Task<PipelineRun> CancelledAsync(string yaml, string when = "working")
    {
        await using var cloud = await Run.StartCloudAsync();
        var run = new PipelineRunner(cloud).Start(yaml, Quick);
        await WroteAsync(run, when);
        await run.CancelAsync();
        return run;
    }

    private static async Task WroteAsync(PipelineRun run, string line)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        while (!run.Jobs.Any(j => j.Log.Contains(line, StringComparer.Ordinal))) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
    }

    [Test]
    public async Task A_cancelled_step_hears_SIGINT_first_and_may_end_itself()
    {
        var run = await CancelledAsync("""
            steps:
            - script: |
                trap 'echo interrupted; exit 7' INT
                trap 'echo terminated' TERM
                echo working
                while true; do sleep 0.05; done
            """);
        Assert.That(run.Job("Job").Log, Has.Some.EqualTo("interrupted").And.None.EqualTo("terminated").And.Some.EqualTo("##[error]The operation was canceled."), run.Log);
        Assert.That((run.Result, run.Job("Job").Result), Is.EqualTo(((JobResult?)JobResult.Canceled, (JobResult?)JobResult.Canceled)));
    }

    [Test]
    public async Task A_step_that_stays_hears_SIGTERM_and_is_killed()
    {
        var run = await CancelledAsync("""
            steps:
            - script: |
                trap 'echo interrupted' INT
                trap 'echo terminated' TERM
                echo working
                while true; do sleep 0.05; done
            """);
        Assert.That(run.Job("Job").Log.SkipWhile(l => l != "working").Skip(1).Take(2), Is.EqualTo(new[] { "interrupted", "terminated" }), run.Log);
        Assert.That(run.Result, Is.EqualTo(JobResult.Canceled));
    }

    [Test]
    public async Task Only_the_process_itself_is_signalled_and_its_children_die_when_the_job_ends()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("Orphans are found through /proc.");
        var run = await CancelledAsync("""
            steps:
            - script: |
                (trap 'echo child interrupted' INT; while true; do sleep 0.05; done) &
                echo "child $!"
                trap 'exit 1' INT
                echo working
                while true; do sleep 0.05; done
            """);
        var job = run.Job("Job");
        var child = int.Parse(job.Log.First(l => l.StartsWith("child ", StringComparison.Ordinal))[6..]);
        Assert.That(job.Log, Has.None.EqualTo("child interrupted").And.Some.StartsWith($"Terminate orphan process: pid ({child})"), run.Log);
        Assert.That(HasGone(child), Is.True);
    }

    [Test]
    public async Task Steps_jobs_and_stages_that_always_run_still_do()
    {
        var run = await CancelledAsync("""
            stages:
            - stage: A
              jobs:
              - job: A
                steps:
                - script: echo working; exec sleep 60
                - script: echo never
                - script: echo cleaning
                  condition: always()
              - job: B
                dependsOn: A
                steps: [ script: echo never ]
              - job: C
                dependsOn: A
                condition: or(always(), failed())
                steps: [ script: echo job ]
            - stage: B
              jobs: [ { job: D, steps: [ script: echo never ] } ]
            - stage: C
              condition: canceled()
              jobs: [ { job: E, steps: [ script: echo stage ] } ]
            """);
        Assert.That(run.Job("A").Steps.Select(s => s.Result), Is.EqualTo(new JobResult?[] { JobResult.Canceled, JobResult.Skipped, JobResult.Succeeded }));
        Assert.That(run.Jobs.Select(j => j.Name), Is.EqualTo(new[] { "A", "C" }), "a job in a stage that runs needs a condition of its own");
        Assert.That(run.Job("C").Result, Is.EqualTo(JobResult.Succeeded));
    }

    [Test]
    public async Task A_running_step_whose_condition_still_holds_is_left_alone()
    {
        var run = await CancelledAsync("steps:\n- script: echo working; sleep 0.3; echo done\n  condition: always()\n");
        Assert.That(run.Job("Job").Log, Does.Contain("done"));
        Assert.That(run.Job("Job").Result, Is.EqualTo(JobResult.Canceled));
    }

    [Test]
    public async Task A_step_that_takes_too_long_fails()
    {
        var job = await Run.StepsAsync("- script: echo working; exec sleep 60\n  timeoutInMinutes: 0.005\n- script: echo after\n  condition: failed()", Quick);
        Assert.That(job.Issues, Is.EqualTo(new[] { "The task has timed out." }));
        Assert.That(job.Result, Is.EqualTo(JobResult.Failed));
        Assert.That(job.Log, Does.Contain("after"));
    }

    [Test]
    public async Task A_job_that_takes_too_long_is_cancelled()
    {
        var run = await Run.YamlAsync("jobs:\n- job: A\n  timeoutInMinutes: 0.01\n  steps:\n  - script: exec sleep 60\n  - script: echo never\n", Quick);
        Assert.That(run.Job("A").Result, Is.EqualTo(JobResult.Canceled));
        Assert.That(run.Job("A").Issues, Has.Some.StartsWith("The job running on agent Hosted Agent ran longer than the maximum time of 0.01 minutes."));
    }

    [Test]
    public async Task A_child_that_keeps_the_output_open_does_not_keep_the_job()
    {
        var watch = Stopwatch.StartNew();
        var job = await Run.StepsAsync("- script: sleep 60 & echo bye");
        Assert.That(job.Log, Does.Contain("bye"));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public async Task A_step_finds_its_input_closed() => Assert.That((await Run.StepsAsync("- script: cat; echo end")).Log, Does.Contain("end"));

    private static bool HasGone(int id)
    {
        var status = $"/proc/{id}/status";
        return !File.Exists(status) || File.ReadAllText(status).Contains("State:\tZ");
    }
}
