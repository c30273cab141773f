using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines;

namespace EphemeralAgents.Emulator.Tests.Pipelines;

public sealed class OutputTests
{
    [Test]
    public async Task Outputs_cross_jobs_stages_legs_and_hooks()
    {
        var run = await Run.YamlAsync("""
            stages:
            - stage: First
              jobs:
              - job: A
                steps:
                - script: echo "##vso[task.setvariable variable=x;isOutput=true]42"; echo "##vso[task.setvariable variable=key;isOutput=true;isSecret=true]swordfish"
                  name: s
              - job: M
                strategy: { matrix: { one: { v: 1 }, two: { v: 2 } } }
                steps:
                - script: echo "##vso[task.setvariable variable=y;isOutput=true]leg$(v)"
                  name: s
              - deployment: D
                environment: prod
                strategy:
                  runOnce:
                    deploy:
                      steps:
                      - script: echo "##vso[task.setvariable variable=z;isOutput=true]hook"
                        name: s
              - job: B
                dependsOn: [A, M, D]
                variables:
                  a: $[ dependencies.A.outputs['s.x'] ]
                  m: $[ dependencies.M.outputs['two.s.y'] ]
                  d: $[ dependencies.D.outputs['D.s.z'] ]
                  none: $[ dependencies.A.outputs['s.other'] ]
                  key: $[ dependencies.A.outputs['s.key'] ]
                steps:
                - script: echo same [$(a)] [$(m)] [$(d)] [$(none)] [$(key)] [$KEY]
            - stage: Second
              condition: and(succeeded(), eq(dependencies.First.outputs['A.s.x'], 42))
              variables:
                fromStage: $[ stageDependencies.First.A.outputs['s.x'] ]
              jobs:
              - job: C
                condition: eq(stageDependencies.First.A.result, 'Succeeded')
                variables:
                  fromJob: $[ stageDependencies.First.M.outputs['one.s.y'] ]
                steps:
                - script: echo across $(fromStage) $(fromJob)
            """);
        Assert.That(run.Job("B").Log, Does.Contain("same [42] [leg2] [hook] [] [***] []"), run.Log);
        Assert.That(run.Job("C").Log, Does.Contain("across 42 leg1"));
    }

    [Test]
    public async Task System_variables_and_queued_ones_are_there_and_the_YAML_wins()
    {
        var options = new RunOptions { Variables = new Dictionary<string, string> { ["queued"] = "q", ["both"] = "queued" } };
        var run = await Run.YamlAsync("""
            variables:
              both: yaml
            jobs:
            - job: Job1
              displayName: The $(queued) job
              steps:
              - script: echo $(queued) $(both) $(System.TeamProject) $(System.StageName) $(System.PhaseName) $(System.JobName) $(System.JobAttempt) $(Agent.Name) $TF_BUILD
              - script: test -d "$(Agent.TempDirectory)" && test "$PWD" = "$(System.DefaultWorkingDirectory)" && echo folders
            """, options);
        Assert.That(run.Job("Job1").Log, Has.Some.EqualTo("q yaml Shop __default Job1 __default 1 Hosted Agent True").And.Some.EqualTo("folders"), run.Log);
        Assert.That(run.Job("Job1").DisplayName, Is.EqualTo("The q job"));
    }

    [Test]
    public async Task A_matrix_runs_a_job_per_leg()
    {
        var run = await Run.YamlAsync("""
            jobs:
            - job: M
              strategy:
                maxParallel: 1
                matrix:
                  good: { code: 0 }
                  bad: { code: 4 }
              steps:
              - script: exit $(code)
            """);
        Assert.That(run.Jobs.Select(j => (j.Name, j.Result)), Is.EqualTo(new[] { ("M.good", (JobResult?)JobResult.Succeeded), ("M.bad", JobResult.Failed) }));
        Assert.That(run.Job("M.bad").Issues, Is.EqualTo(new[] { "Bash exited with code '4'." }));
    }

    [Test]
    public async Task Lifecycle_hooks_are_jobs_of_their_own_one_after_the_other()
    {
        const string Yaml = """
            jobs:
            - deployment: D
              environment: prod
              strategy:
                runOnce:
                  preDeploy: { steps: [ script: echo pre ] }
                  deploy: { steps: [ script: exit $(code) ] }
                  postRouteTraffic: { steps: [ script: echo post ] }
                  on: { failure: { steps: [ script: echo broken ] }, success: { steps: [ script: echo $(Environment.Name) ] } }
            """;
        var good = await Run.YamlAsync(Yaml, new RunOptions { Variables = new Dictionary<string, string> { ["code"] = "0" } });
        var bad = await Run.YamlAsync(Yaml, new RunOptions { Variables = new Dictionary<string, string> { ["code"] = "1" } });
        Assert.That(good.Jobs.Select(j => j.Name), Is.EqualTo(new[] { "D.preDeploy", "D.deploy", "D.postRouteTraffic", "D.success" }));
        Assert.That(good.Jobs.Select(j => j.Id), Is.Unique);
        Assert.That(good.Job("D.success").Log, Does.Contain("prod"));
        Assert.That(bad.Jobs.Select(j => j.Name), Is.EqualTo(new[] { "D.preDeploy", "D.deploy", "D.failure" }));
        Assert.That(bad.Result, Is.EqualTo(JobResult.Failed));
    }

    [Test]
    public async Task A_server_job_may_wait() =>
        Assert.That((await Run.YamlAsync("jobs:\n- job: A\n  pool: server\n  steps:\n  - task: Delay@1\n    inputs: { delayForMinutes: 0 }\n")).Result, Is.EqualTo(JobResult.Succeeded));
}
