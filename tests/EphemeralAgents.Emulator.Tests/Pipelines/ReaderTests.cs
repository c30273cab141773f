using EphemeralAgents.Emulator.Pipelines;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Tests.Pipelines;

public sealed class ReaderTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    private static PipelineDefinition Read(string yaml, Dictionary<string, string>? parameters = null) => PipelineReader.Read(yaml, parameters ?? Nothing, Nothing);

    [TestCase("steps:\n- script: a\n  displayNam: b\n", 3, "displayNam")]
    [TestCase("jobs:\n- job: A\n  dependOn: B\n  steps: []\n", 3, "dependOn")]
    [TestCase("stages:\n- stage: A\n  job: []\n", 3, "job")]
    [TestCase("triger: none\nsteps:\n- script: a\n", 1, "triger")]
    [TestCase("pool:\n  name: x\n  demand: y\nsteps:\n- script: a\n", 3, "demand")]
    [TestCase("jobs:\n- deployment: D\n  environment: e\n  strategy:\n    runOnce:\n      deply:\n        steps: []\n", 6, "deply")]
    [TestCase("steps:\n- script: a\n- script: b\n  inputs: {}\n", 4, "inputs")]
    public void An_unknown_key_is_an_error_that_names_line_and_key(string yaml, int line, string key)
    {
        var problem = Assert.Throws<PipelineException>(() => Read(yaml));
        Assert.That(problem!.Errors.Where(e => e.Line == line && e.Message.StartsWith($"Unexpected value '{key}'", StringComparison.Ordinal)), Has.Exactly(1).Items, problem.Message);
    }

    [TestCase("jobs:\n- job: A\n  dependsOn: B\n  steps:\n  - script: a\n", 2, "depends on unknown job B")]
    [TestCase("jobs:\n- job: A\n  steps:\n  - script: a\n- job: a\n  steps:\n  - script: a\n", 5, "appears more than once")]
    [TestCase("jobs:\n- job: A\n  dependsOn: B\n  steps: []\n- job: B\n  dependsOn: A\n  steps: []\n", 2, "circle")]
    [TestCase("jobs:\n- job: my-job\n  steps: []\n", 2, "letters, digits and underscores")]
    [TestCase("steps:\n- script: a\n  name: x\n- script: b\n  name: x\n", 4, "step name x appears more than once")]
    [TestCase("steps:\n- template: other.yml\n", 2, "'template' is not supported")]
    [TestCase("variables:\n- group: secrets\nsteps:\n- script: a\n", 2, "Variable groups")]
    [TestCase("steps:\n- task: Deploy\n", 2, "names no version")]
    [TestCase("steps:\n- script: a\n  timeoutInMinutes: soon\n", 3, "must be a number of minutes")]
    [TestCase("jobs:\n- deployment: D\n  environment: e\n", 2, "needs a strategy")]
    [TestCase("pool:\n  name: x\n  vmImage: y\nsteps:\n- script: a\n", 2, "'vmImage' is only for")]
    [TestCase("trigger: none\n", 1, "needs steps, jobs or stages")]
    public void What_is_wrong_is_said_with_its_line(string yaml, int line, string message)
    {
        var problem = Assert.Throws<PipelineException>(() => Read(yaml));
        Assert.That(problem!.Errors.Where(e => e.Line == line && e.Message.Contains(message)), Is.Not.Empty, problem.Message);
    }

    [Test]
    public void Broken_YAML_is_an_error_with_its_line()
    {
        var problem = Assert.Throws<PipelineException>(() => Read("steps:\n- script: 'a\n  b: c\n"));
        Assert.That(problem!.Errors.Single().Line, Is.GreaterThanOrEqualTo(2));
    }

    [Test]
    public void Several_problems_are_reported_together_in_their_order()
    {
        var problem = Assert.Throws<PipelineException>(() => Read("foo: 1\nsteps:\n- script: a\n  bar: 2\n- baz: 3\n"));
        Assert.That(problem!.Errors.Select(e => e.Line), Is.Ordered.And.SupersetOf(new[] { 1, 4, 5 }));
    }

    [Test]
    public void Steps_alone_are_one_job_of_one_stage_and_harmless_keys_are_accepted()
    {
        var pipeline = Read("name: $(Date:yyyy)\ntrigger: [main]\npr: none\nresources:\n  repositories: []\nworkspace:\n  clean: all\npool:\n  vmImage: ubuntu-latest\nsteps:\n- checkout: none\n- script: a\n- pwsh: b\n- script: c\n");
        var job = pipeline.Stages.Single().Jobs.Single();
        Assert.That(job.Name, Is.EqualTo("Job"));
        Assert.That(job.Pool.Kind, Is.EqualTo(PoolKind.Hosted));
        Assert.That(job.Steps.Select(s => s.Name), Is.EqualTo(new[] { "Checkout", "CmdLine", "PowerShell", "CmdLine1" }));
    }

    [Test]
    public void The_pool_is_inherited_and_demands_are_text_or_a_list()
    {
        var jobs = Read("""
            pool: { name: private-network, demands: Agent.Name -equals a }
            jobs:
            - job: A
              steps: []
            - job: B
              pool: { name: private-network, demands: [java, Agent.Name -equals b] }
              steps: []
            - job: C
              pool: server
              steps: []
            """).Stages.Single().Jobs;
        Assert.That(jobs[0].Pool.Demands, Is.EqualTo(new[] { "Agent.Name -equals a" }));
        Assert.That(jobs[1].Pool.Demands, Is.EqualTo(new[] { "java", "Agent.Name -equals b" }));
        Assert.That(jobs[2].Pool.Kind, Is.EqualTo(PoolKind.Server));
    }

    [Test]
    public void Each_hook_with_steps_is_a_job_and_a_canary_repeats_them()
    {
        var jobs = Read("""
            jobs:
            - deployment: Once
              environment: prod
              strategy:
                runOnce:
                  preDeploy: { steps: [ script: a ] }
                  deploy: { steps: [ script: b ] }
                  routeTraffic: { steps: [] }
                  on: { failure: { steps: [ script: c ] }, success: { steps: [ script: d ] } }
            - deployment: Canary
              environment: { name: prod, resourceType: virtualMachine }
              strategy:
                canary:
                  increments: [10, 20]
                  preDeploy: { steps: [ script: a ] }
                  deploy: { steps: [ script: b ] }
                  postRouteTraffic: { steps: [ script: c ] }
            """).Stages.Single().Jobs;
        Assert.That(jobs[0].Hooks!.Select(h => h.Name), Is.EqualTo(new[] { "preDeploy", "Once", "on_failure", "on_success" }));
        Assert.That(jobs[1].Hooks!.Select(h => h.Name), Is.EqualTo(new[] { "preDeploy", "deploy_10", "postRouteTraffic_10", "deploy_20", "postRouteTraffic_20", "deploy_100", "postRouteTraffic_100" }));
    }

    private const string WithParameters = """
        parameters:
        - name: who
          default: world
        - name: loud
          type: boolean
          default: false
        - name: size
          values: [small, big]
          default: small
        variables:
          greeting: hello ${{ parameters.who }}
        steps:
        - script: echo ${{ variables.greeting }} ${{ upper(parameters.size) }}
        - ${{ if parameters.loud }}:
          - script: echo LOUD
        - ${{ elseif eq(parameters.size, 'big') }}:
          - script: echo BIG
        - ${{ else }}:
          - script: echo quiet
            ${{ if eq(parameters.who, 'you') }}:
              displayName: you
        """;

    [Test]
    public void Template_expressions_see_parameters_and_variables()
    {
        IReadOnlyList<StepDefinition> Steps(Dictionary<string, string> parameters) => Read(WithParameters, parameters).Stages.Single().Jobs.Single().Steps;
        Assert.That(Steps([]).Select(s => s.Inputs["script"]), Is.EqualTo(new[] { "echo hello world SMALL", "echo quiet" }));
        Assert.That(Steps(new() { ["who"] = "you" }).Select(s => s.DisplayName), Is.EqualTo(new[] { "CmdLine", "you" }));
        Assert.That(Steps(new() { ["LOUD"] = "TRUE", ["size"] = "big" }).Select(s => s.Inputs["script"]), Is.EqualTo(new[] { "echo hello world BIG", "echo LOUD" }));
        Assert.That(Steps(new() { ["size"] = "big" })[1].Inputs["script"], Is.EqualTo("echo BIG"));
    }

    [TestCase("nobody", "x", "Unexpected parameter 'nobody'")]
    [TestCase("size", "huge", "not a valid value")]
    public void A_wrong_parameter_is_refused(string name, string value, string message)
    {
        var problem = Assert.Throws<PipelineException>(() => Read(WithParameters, new() { [name] = value }));
        Assert.That(problem!.Message, Does.Contain(message));
    }

    [Test]
    public void A_parameter_without_default_must_be_given()
    {
        var problem = Assert.Throws<PipelineException>(() => Read("parameters:\n- name: must\nsteps:\n- script: a\n"));
        Assert.That(problem!.Errors.Single().ToString(), Is.EqualTo("(Line: 2, Col: 3): A value for the 'must' parameter must be provided."));
    }
}
