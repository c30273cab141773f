using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines;

namespace EphemeralAgents.Emulator.Tests.Pipelines;

public sealed class ConditionTests
{
    private static readonly string[] Jobs = ["Bad", "AfterBad", "OnFailure", "Always", "Ended", "AfterAlways", "Explicit", "Never", "AfterNever"];

    private const string Yaml = """
        jobs:
        - job: Bad
          steps: [ checkout: none, script: exit 1 ]
        - job: AfterBad
          dependsOn: Bad
          steps: [ checkout: none ]
        - job: OnFailure
          dependsOn: Bad
          condition: failed()
          steps: [ checkout: none ]
        - job: Always
          dependsOn: Bad
          condition: always()
          steps: [ checkout: none ]
        - job: Ended
          dependsOn: Bad
          condition: and(succeededOrFailed(), eq(dependencies.Bad.result, 'Failed'))
          steps: [ checkout: none ]
        - job: AfterAlways
          dependsOn: Always
          steps: [ checkout: none ]
        - job: Explicit
          dependsOn: [Always]
          condition: succeeded('Always')
          steps: [ checkout: none ]
        - job: Never
          condition: eq(variables['Build.Reason'], 'Schedule')
          steps: [ checkout: none ]
        - job: AfterNever
          dependsOn: Never
          steps: [ checkout: none ]
        """;

    [Test]
    public async Task Conditions_decide_which_jobs_run()
    {
        var run = await Run.YamlAsync(Yaml);
        var results = Jobs.Where(name => run.Jobs.Any(j => j.Name == name));
        Assert.That(results, Is.EqualTo(new[] { "Bad", "OnFailure", "Always", "Ended", "Explicit" }), "succeeded() looks at the whole graph before a job");
        Assert.That(run.Result, Is.EqualTo(JobResult.Failed));
    }

    [Test]
    public async Task Conditions_decide_which_steps_run()
    {
        var job = await Run.StepsAsync("""
            - script: exit 1
            - script: echo a
              displayName: skipped
            - script: echo b
              condition: failed()
            - script: echo c
              condition: and(always(), eq(variables['Agent.JobStatus'], 'Failed'))
            - script: echo d
              enabled: false
            - script: echo e
              condition: succeededOrFailed()
            """);
        Assert.That(job.Steps.Select(s => s.Result), Is.EqualTo(new JobResult?[]
        {
            JobResult.Failed, JobResult.Skipped, JobResult.Succeeded, JobResult.Succeeded, JobResult.Succeeded,
        }));
        Assert.That(job.Log, Has.Some.EqualTo("b").And.Some.EqualTo("c").And.None.EqualTo("d").And.None.EqualTo("a"));
    }

    [Test]
    public async Task A_failure_may_be_gone_on_from_in_a_step_and_in_a_job()
    {
        var run = await Run.YamlAsync("""
            jobs:
            - job: Step
              steps:
              - script: exit 1
                continueOnError: true
            - job: Whole
              continueOnError: true
              steps:
              - script: exit 1
            - job: After
              dependsOn: [Step, Whole]
              steps: [ checkout: none ]
            """);
        Assert.That(run.Job("Step").Result, Is.EqualTo(JobResult.SucceededWithIssues));
        Assert.That(run.Job("After").Result, Is.EqualTo(JobResult.Succeeded));
        Assert.That(run.Result, Is.EqualTo(JobResult.SucceededWithIssues));
    }

    [Test]
    public async Task Stages_wait_for_the_one_before_unless_they_say_otherwise()
    {
        var run = await Run.YamlAsync("""
            stages:
            - stage: A
              jobs: [ job: a, steps: [ script: exit 1 ] ]
            - stage: B
              jobs: [ { job: b, steps: [ checkout: none ] } ]
            - stage: C
              dependsOn: []
              jobs: [ { job: c, steps: [ checkout: none ] } ]
            - stage: D
              dependsOn: A
              condition: failed('A')
              jobs: [ { job: d, steps: [ checkout: none ] } ]
            """.Replace("[ job: a, steps: [ script: exit 1 ] ]", "[ { job: a, steps: [ script: exit 1 ] } ]"));
        Assert.That(run.Stages.Select(s => s.Result), Is.EqualTo(new JobResult?[] { JobResult.Failed, JobResult.Skipped, JobResult.Succeeded, JobResult.Succeeded }));
    }

    [TestCase("steps:\n- script: a\n  condition: eq(1\n", 2)]
    [TestCase("jobs:\n- job: A\n  condition: nope nope\n  steps: []\n", 2)]
    [TestCase("variables:\n  x: $[ eq( ]\nsteps:\n- script: a\n", 1)]
    [TestCase("steps:\n- task: Nobody@1\n", 2)]
    [TestCase("pool: nowhere\nsteps:\n- script: a\n", 1)]
    [TestCase("pool: datacenter\nsteps:\n- script: a\n", 1)]
    [TestCase("pool: server\nsteps:\n- script: a\n", 3)]
    public async Task What_cannot_run_is_refused_before_anything_has(string yaml, int line)
    {
        await using var cloud = await Run.StartCloudAsync();
        var problem = await Assert.ThrowsAsync<PipelineException>(() => new PipelineRunner(cloud).RunAsync(yaml));
        Assert.That(problem!.Errors.Select(e => e.Line), Is.EqualTo(new[] { line }), problem.Message);
    }
}
