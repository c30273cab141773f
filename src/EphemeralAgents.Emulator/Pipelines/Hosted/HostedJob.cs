using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Expressions;
using EphemeralAgents.Emulator.Pipelines.Runs;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines.Hosted;

/// <summary>Runs a job of the Microsoft-hosted pool in this process, step by step, as the agent's worker would.</summary>
internal sealed class HostedJob
{
    private readonly HostedState _state;
    private readonly IReadOnlyList<StepDefinition> _steps;
    private JobResult _result = JobResult.Succeeded;

    public HostedJob(RunContext run, JobAssignment job)
    {
        var folder = new WorkFolder(Path.Combine(run.Cloud.Folder, "hosted", job.Run.Id.ToString("N")));
        var token = run.Cloud.AzureDevOps.IssueJobToken(job.Run.Id);
        var initial = new Dictionary<string, JobVariable>(job.Variables, StringComparer.OrdinalIgnoreCase) { ["System.AccessToken"] = new(token, IsSecret: true, IsReadOnly: true) };
        foreach (var (name, variable) in folder.Variables(job.Run.DisplayName)) initial[name] = variable;
        var system = new ServiceConnection(
            Guid.Empty, "SystemVssConnection", "SystemVssConnection", run.Cloud.OrganizationUrl, "OAuth",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["AccessToken"] = token }, new Dictionary<string, string>(StringComparer.Ordinal));
        _steps = job.Steps;
        _state = new HostedState(run, job, new Variables(initial), folder, system);
        foreach (var secret in _state.Variables.All.Values.Where(v => v.IsSecret)) _state.Masker.Add(secret.Value);
        foreach (var secret in run.Cloud.AzureDevOps.ServiceConnections.SelectMany(SecretParameters)) _state.Masker.Add(secret);
    }

    /// <summary>Runs to the end; when cancelled, steps whose conditions still hold run, within the job's limit for that.</summary>
    public async Task<JobOutcome> RunAsync(CancellationToken ct)
    {
        var job = _state.Job;
        using var timeout = new CancellationTokenSource(job.Timeout > TimeSpan.Zero ? job.Timeout : Timeout.InfiniteTimeSpan, _state.Run.Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        using var insist = new CancellationTokenSource();
        await using var limit = stop.Token.Register(() => _ = CancelAfterAsync(insist, job.CancelTimeout));
        _state.Write($"##[section]Starting: {job.Run.DisplayName}");
        foreach (var step in _steps.Where(s => s.Enabled)) await RunAsync(step, stop.Token, insist.Token);
        Orphans.Kill(_state.Mark, _state.Write);
        if (timeout.IsCancellationRequested) _state.Error($"The job running on agent {WorkFolder.AgentName} ran longer than the maximum time of {job.Timeout.TotalMinutes:0.##} minutes. For more information, see https://go.microsoft.com/fwlink/?linkid=2077134");
        if (stop.IsCancellationRequested) _result = JobResult.Canceled;
        _state.Write($"##[section]Finishing: {job.Run.DisplayName}");
        await insist.CancelAsync(); // ends the wait of the limit
        _state.Run.Cloud.Tokens.RevokeJob(job.Run.Id);
        return new JobOutcome(_result, WorkFolder.AgentName, _state.Outputs, job.Run.Issues);
    }

    private async Task RunAsync(StepDefinition step, CancellationToken stop, CancellationToken insist)
    {
        var id = Guid.NewGuid();
        var name = _state.Masker.Mask(_state.Variables.Expand(step.DisplayName));
        if (!Holds(step, stop))
        {
            _state.Job.Run.SetStep(id, new StepRun(name, JobResult.Skipped));
            return;
        }

        _state.Job.Run.SetStep(id, new StepRun(name, null));
        _state.Write($"##[section]Starting: {name}");
        var result = JobResult.Failed;
        for (var attempt = 0; attempt <= step.Retries && result == JobResult.Failed; attempt++) result = await AttemptAsync(step, stop, insist);
        if (result == JobResult.Failed && step.ContinueOnError) result = JobResult.SucceededWithIssues;
        _state.Write($"##[section]Finishing: {name}");
        _state.Job.Run.SetStep(id, new StepRun(name, result));
        if (result != JobResult.Skipped && result > _result) _result = result;
        _state.Variables.Set("Agent.JobStatus", new JobVariable(Status(stop).ToString(), IsReadOnly: true));
    }

    private async Task<JobResult> AttemptAsync(StepDefinition step, CancellationToken stop, CancellationToken insist)
    {
        using var timeout = new CancellationTokenSource(step.Timeout > TimeSpan.Zero ? step.Timeout : Timeout.InfiniteTimeSpan, _state.Run.Clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, insist);
        // A cancelled job ends a running step only if its condition does not hold for a cancelled job, either.
        await using var asked = stop.IsCancellationRequested ? default : stop.Register(() => _ = Holds(step, stop) ? Task.CompletedTask : end.CancelAsync());
        try
        {
            return await new StepExecution(_state, step).RunAsync(end.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            _state.Error("The task has timed out.");
            return JobResult.Failed;
        }
        catch (OperationCanceledException)
        {
            _state.Error("The operation was canceled.");
            return JobResult.Canceled;
        }
    }

    private bool Holds(StepDefinition step, CancellationToken stop)
    {
        try
        {
            return Conditions.OfStep(step.Condition, Status(stop), _state.Variables);
        }
        catch (ExpressionException problem)
        {
            _state.Error(problem.Message);
            _result = JobResult.Failed;
            return false;
        }
    }

    private JobResult Status(CancellationToken stop) => stop.IsCancellationRequested ? JobResult.Canceled : _result;

    private async Task CancelAfterAsync(CancellationTokenSource insist, TimeSpan limit)
    {
        try
        {
            await Task.Delay(limit, _state.Run.Clock, insist.Token);
            await insist.CancelAsync();
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
        {
            // The job has ended within its limit.
        }
    }

    // The service masks what it knows to be secret in a connection; ids and tenants are shown.
    private static IEnumerable<string> SecretParameters(ServiceConnection connection) => connection.Parameters
        .Where(p => p.Key.Contains("key", StringComparison.OrdinalIgnoreCase) || p.Key.Contains("certificate", StringComparison.OrdinalIgnoreCase)
            || p.Key.Contains("password", StringComparison.OrdinalIgnoreCase) || p.Key.Contains("token", StringComparison.OrdinalIgnoreCase)
            || p.Key.Contains("secret", StringComparison.OrdinalIgnoreCase)).Select(p => p.Value).Where(v => v.Length > 0 && v is not ("spnKey" or "spnCertificate"));
}
