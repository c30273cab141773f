using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Hosted;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>Runs the job or jobs of a phase: matrix legs side by side, lifecycle hooks one after the other.</summary>
internal sealed class PhaseExecution(RunContext run, StageRun stage, PhaseRun phase, Func<JobVariables> variables, CancellationToken ct)
{
    public async Task RunAsync()
    {
        if (phase.Definition.Hooks is not null) await RunHooksAsync();
        else await RunLegsAsync();
        var result = Outcomes.Of(phase.Parts.Select(p => p.Run?.Result));
        phase.Result = result == JobResult.Failed && phase.Definition.ContinueOnError ? JobResult.SucceededWithIssues : result;
    }

    private async Task RunLegsAsync()
    {
        using var places = new SemaphoreSlim(Math.Min(phase.Definition.MaxParallel, phase.Parts.Count));
        await Task.WhenAll(phase.Parts.Where(p => p.Run is not { Result: not null }).Select(async part =>
        {
            await places.WaitAsync(CancellationToken.None);
            try
            {
                await RunAsync(part, phase.Definition.Steps, phase.Definition.Pool);
            }
            finally
            {
                places.Release();
            }
        }));
    }

    private async Task RunHooksAsync()
    {
        var failed = false;
        foreach (var part in phase.Parts)
        {
            var hook = part.Hook!;
            if (hook.Runs == HookRuns.OnFailure ? !failed : failed) continue;
            var result = await RunAsync(part, hook.Steps, hook.Pool);
            if (result == JobResult.Canceled) return;
            failed |= !Outcomes.HasSucceeded(result) && hook.Runs == HookRuns.InTurn;
        }
    }

    private async Task<JobResult> RunAsync(PartRun part, IReadOnlyList<StepDefinition> steps, PoolDefinition pool)
    {
        var definition = phase.Definition;
        var own = variables();
        if (part.Leg is { } leg) own.AddLeg(leg);
        var displayName = part.DisplayName is null ? definition.DisplayName : $"{definition.DisplayName} ({part.DisplayName})";
        var job = new JobRun(stage.Name, phase.Name, part.DisplayName, Variables.Expand(displayName, own.Public), phase.Attempt, pool.Name);
        part.Run = job;
        run.Record.Add(job);
        own.Add(SystemVariables.OfJob(run, stage, phase, part, job));
        if (definition.Environment is { } environment) own.Add([KeyValuePair.Create("Environment.Name", new JobVariable(environment, IsReadOnly: true))]);
        var demands = pool.Demands.Select(d => Variables.Expand(d, own.ForDemands)).ToList();
        var assignment = new JobAssignment(job, pool, WithCheckout(steps), own.All, demands, definition.Timeout, definition.CancelTimeout);
        return await new JobExecution(run, assignment).RunAsync(ct);
    }

    // A job checks out its own repository first unless it says something about it; a deployment does not.
    private IReadOnlyList<StepDefinition> WithCheckout(IReadOnlyList<StepDefinition> steps)
    {
        var implied = phase.Definition.Hooks is null && run.Repository is not null && !steps.Any(s => s.Task == StepReader.Checkout);
        return implied ? [new StepDefinition(StepReader.Checkout, "Checkout", "Checkout self", phase.Definition.At), .. steps]
            : [.. steps.Where(s => s.Task != StepReader.Checkout || s.Inputs.GetValueOrDefault("repository") != "none")];
    }
}
