using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Expressions;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>What the service checks of a whole pipeline before anything runs: tasks, pools, service connections, conditions.</summary>
internal sealed class Validation(RunContext run, PipelineDefinition pipeline)
{
    private readonly List<PipelineError> _errors = [];

    /// <exception cref="PipelineException">All that is wrong, each with its line.</exception>
    public void Check()
    {
        foreach (var stage in pipeline.Stages)
        {
            CheckExpressions(stage.Condition, stage.Variables, stage.At);
            foreach (var job in stage.Jobs) CheckJob(stage, job);
        }

        CheckExpressions(null, pipeline.Variables, pipeline.Stages[0].At);
        if (_errors.Count > 0) throw new PipelineException([.. _errors.Distinct()]);
    }

    private void CheckJob(StageDefinition stage, JobDefinition job)
    {
        CheckExpressions(job.Condition, job.Variables, job.At);
        foreach (var (pool, steps) in job.Hooks?.Select(h => (h.Pool, h.Steps)) ?? [(job.Pool, job.Steps)])
        {
            if (pool.Kind == PoolKind.Named) CheckPool(job, pool);
            foreach (var step in steps) CheckStep(stage, job, pool, step);
        }
    }

    private void CheckPool(JobDefinition job, PoolDefinition pool)
    {
        var at = pool.At ?? job.At;
        if (Pools.Find(run.Cloud.AzureDevOps, pool.Name) is not { } found) _errors.Add(at.Error($"Job {job.Name}: Could not find a pool with name {pool.Name}. The pool does not exist or has not been authorized for use."));
        else if (!Pools.MayUse(run.Cloud.AzureDevOps, found)) _errors.Add(at.Error($"Job {job.Name}: Pipeline does not have permissions to use the referenced pool(s) {pool.Name}."));
    }

    private void CheckStep(StageDefinition stage, JobDefinition job, PoolDefinition pool, StepDefinition step)
    {
        CheckExpressions(step.Condition, [], step.At);
        if (pool.Kind == PoolKind.Server)
        {
            if (!string.Equals(step.Task, ServerJob.Delay, StringComparison.OrdinalIgnoreCase)) _errors.Add(step.At.Error($"Job {job.Name}: the emulator runs no other task on the server than {ServerJob.Delay}; '{step.Task}' is not supported."));
            return;
        }

        if (InBoxTasks.All.ContainsKey(step.Task)) return;
        if (run.Task(step) is not { } task)
        {
            _errors.Add(step.At.Error($"A task is missing. The pipeline references a task called '{step.Task}'. This usually indicates the task isn't installed: pass its folder with --task."));
            return;
        }

        var known = run.Options.Variables.Select(v => new VariableDefinition(v.Key, v.Value)).Concat(pipeline.Variables).Concat(stage.Variables).Concat(job.Variables)
            .GroupBy(v => v.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => new JobVariable(g.Last().Value), StringComparer.OrdinalIgnoreCase);
        var inputs = run.Inputs(step, task, text => Variables.Expand(text, known));
        foreach (var input in task.Inputs.Where(i => i.IsConnection && inputs[i.Name].Length > 0 && run.Connection(inputs[i.Name]) is null))
        {
            _errors.Add(step.At.Error($"Job {job.Name}: Step {step.Name} input {input.Name} references service connection {inputs[input.Name]} which could not be found. The service connection does not exist, has been disabled or has not been authorized for use."));
        }
    }

    private void CheckExpressions(string? condition, IEnumerable<VariableDefinition> variables, YamlValue at)
    {
        var runtime = variables.Select(v => v.Value).Where(v => v.StartsWith("$[", StringComparison.Ordinal) && v.EndsWith(']')).Select(v => v[2..^1]);
        foreach (var expression in string.IsNullOrWhiteSpace(condition) ? runtime : runtime.Append(condition))
        {
            try
            {
                Expression.Parse(expression.Trim());
            }
            catch (ExpressionException problem)
            {
                _errors.Add(at.Error(problem.Message));
            }
        }
    }
}
