using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Expressions;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>Runs the stages and jobs that have no result yet, each as soon as what it depends on is over.</summary>
internal sealed class RunExecution(RunContext run, PipelineDefinition pipeline, IReadOnlyList<StageRun> stages, CancellationToken canceled)
{
    private readonly DependencyGraph<StageRun> _stages = new(stages, s => s.Name, s => s.DependsOn);

    public async Task RunAsync() => await _stages.RunAsync(RunStageAsync);

    private async Task RunStageAsync(StageRun stage)
    {
        if (stage.Result is not null) return;
        try
        {
            var variables = StageVariables(stage);
            if (!Conditions.Holds(stage.Definition.Condition, Scopes.OfStage(_stages, stage, variables.All, canceled.IsCancellationRequested)))
            {
                stage.Result = canceled.IsCancellationRequested ? JobResult.Canceled : JobResult.Skipped;
                foreach (var phase in stage.Phases.Where(p => p.Result is null)) phase.Result = stage.Result;
                return;
            }

            run.Printer.StageStarted(stage);
            var phases = new DependencyGraph<PhaseRun>(stage.Phases, p => p.Name, p => p.Definition.DependsOn);
            await phases.RunAsync(phase => RunPhaseAsync(stage, phases, phase));
            stage.Result = Outcomes.Of(stage.Phases.Select(p => p.Result));
        }
        catch (ExpressionException problem)
        {
            run.Record.AddIssue($"Stage {stage.Name}: {problem.Message}");
            stage.Result = JobResult.Failed;
        }
        finally
        {
            run.Printer.StageFinished(stage);
        }
    }

    private async Task RunPhaseAsync(StageRun stage, DependencyGraph<PhaseRun> phases, PhaseRun phase)
    {
        if (phase.Result is not null) return;
        try
        {
            ExpressionScope Scope(IReadOnlyDictionary<string, JobVariable> variables) => Scopes.OfPhase(_stages, stage, phases, phase, variables, canceled.IsCancellationRequested);
            var variables = StageVariables(stage);
            variables.Add(phase.Definition.Variables, Scope);
            if (!Conditions.Holds(phase.Definition.Condition, Scope(variables.All)))
            {
                phase.Result = canceled.IsCancellationRequested ? JobResult.Canceled : JobResult.Skipped;
                return;
            }

            // A job whose condition holds although the run is cancelled is left to run.
            var token = canceled.IsCancellationRequested ? CancellationToken.None : canceled;
            await new PhaseExecution(run, stage, phase, Prepare, token).RunAsync();

            JobVariables Prepare()
            {
                var own = StageVariables(stage);
                own.Add(phase.Definition.Variables, Scope);
                return own;
            }
        }
        catch (ExpressionException problem)
        {
            run.Record.AddIssue($"Job {phase.Name}: {problem.Message}");
            phase.Result = JobResult.Failed;
        }
    }

    private IReadOnlySet<string> SecretOutputs() =>
        stages.SelectMany(s => s.Phases).SelectMany(p => p.Outputs).Where(o => o.Value.IsSecret).Select(o => o.Value.Value).ToHashSet(StringComparer.Ordinal);

    private JobVariables StageVariables(StageRun stage)
    {
        var variables = new JobVariables(run.Options.Variables, SecretOutputs());
        variables.Add(run.Options.Secrets.Select(s => KeyValuePair.Create(s.Key, new JobVariable(s.Value, IsSecret: true))));
        variables.Add(SystemVariables.OfRun(run));
        variables.Add(SystemVariables.OfStage(stage));
        ExpressionScope Scope(IReadOnlyDictionary<string, JobVariable> soFar) => Scopes.OfStageVariables(_stages, stage, soFar, canceled.IsCancellationRequested);
        variables.Add(pipeline.Variables, Scope);
        variables.Add(stage.Definition.Variables, Scope);
        return variables;
    }
}
