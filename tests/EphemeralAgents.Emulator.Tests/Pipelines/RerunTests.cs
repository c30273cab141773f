using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines;

namespace EphemeralAgents.Emulator.Tests.Pipelines;

public sealed class RerunTests
{
    // The attempt decides: what fails at first succeeds when repeated.
    private const string Yaml = """
        stages:
        - stage: A
          jobs:
          - job: good
            steps:
            - script: echo $(System.JobAttempt)
              name: s
          - job: flaky
            strategy: { matrix: { x: { fails: 0 }, y: { fails: 1 } } }
            steps:
            - script: test $(System.JobAttempt) -gt $(fails)
          - job: after
            dependsOn: [good, flaky]
            steps: [ checkout: none ]
        - stage: B
          jobs:
          - job: last
            steps:
            - script: echo attempts $(System.StageAttempt) $(System.JobAttempt)
        """;

    [Test]
    public async Task Rerunning_failed_jobs_repeats_them_and_what_depends_on_them_only()
    {
        await using var cloud = await Run.StartCloudAsync();
        var run = await new PipelineRunner(cloud).RunAsync(Yaml);
        Assert.That(run.Result, Is.EqualTo(JobResult.Failed));
        Assert.That(run.Jobs.Select(j => j.Name), Is.EquivalentTo(new[] { "good", "flaky.x", "flaky.y" }));

        await run.RerunFailedAsync();

        Assert.That(run.Result, Is.EqualTo(JobResult.Succeeded), run.Log);
        Assert.That(run.Jobs.Skip(3).Select(j => (j.Name, j.Attempt)), Is.EqualTo(new[] { ("flaky.y", 2), ("after", 1), ("last", 1) }));
        Assert.That(run.Job("last").Log, Does.Contain("attempts 2 1"));
        Assert.That(run.Stages[0].Attempt, Is.EqualTo(2));
        Assert.That(run.Stages[0].Jobs.Select(j => j.Name), Is.EqualTo(new[] { "good", "flaky.x", "flaky.y", "after" }), "a stage shows what was kept, too");
    }

    [Test]
    public async Task Rerunning_a_stage_repeats_all_its_jobs_and_the_stages_after_it()
    {
        await using var cloud = await Run.StartCloudAsync();
        var run = await new PipelineRunner(cloud).RunAsync(Yaml.Replace("fails: 1", "fails: 0"));
        var before = run.Jobs.Count;

        await run.RerunStageAsync("a");

        Assert.That(run.Jobs.Skip(before).Select(j => (j.Name, j.Attempt)), Is.EquivalentTo(new[] { ("good", 2), ("flaky.x", 2), ("flaky.y", 2), ("after", 2), ("last", 2) }));
        Assert.That(run.Jobs.Select(j => j.Id), Is.Unique);
        Assert.That(run.Result, Is.EqualTo(JobResult.Succeeded));
    }

    [Test]
    public async Task There_is_no_rerunning_of_an_unknown_stage()
    {
        var run = await Run.YamlAsync("steps:\n- checkout: none\n");
        await Assert.ThrowsAsync<ArgumentException>(() => run.RerunStageAsync("nope"));
    }
}
