using System.Collections.Concurrent;
using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.StandInAgent;

/// <summary>A job of script steps, and what its worker says about it.</summary>
internal sealed class SomeJob
{
    private readonly List<JobStep> _steps = [];
    private readonly Dictionary<string, JobVariable> _variables = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<FeedLines> _fed = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _watched = new(StringComparer.Ordinal);

    public SomeJob() => Plan = new Plan(Guid.NewGuid(), Guid.NewGuid(), 7) { Fed = Take };

    public Plan Plan { get; }
    public List<ServiceConnection> Connections { get; } = [];

    /// <summary>Every line that was sent while the job ran.</summary>
    public string Console => string.Join('\n', _fed.SelectMany(lines => lines.Lines));

    /// <summary>The lines of one step.</summary>
    public string ConsoleOf(int step) => string.Join('\n', _fed.Where(lines => lines.RecordId == _steps[step].Id).SelectMany(lines => lines.Lines));

    public JobResult? ResultOf(int step) => Plan.Timeline.Records.Single(record => record.Id == _steps[step].Id).Result;

    public SomeJob Variable(string name, string value, bool isSecret = false)
    {
        _variables[name] = new JobVariable(value, isSecret);
        return this;
    }

    public SomeJob Script(string script, string name = "", string condition = "succeeded()", bool continueOnError = false, IReadOnlyDictionary<string, string>? environment = null) =>
        Step(new TaskReference(TaskCatalog.CmdLine, "CmdLine", "2.250.1"), new Dictionary<string, string> { ["script"] = script }, name, condition, continueOnError, environment);

    public SomeJob Step(
        TaskReference task, IReadOnlyDictionary<string, string> inputs, string name = "", string condition = "succeeded()", bool continueOnError = false,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        _steps.Add(new JobStep(
            Guid.NewGuid(), name, $"Step {_steps.Count}", task, inputs, environment ?? new Dictionary<string, string>(), condition, continueOnError, Enabled: true, TimeSpan.Zero));
        return this;
    }

    public JobRequest Queue(EmulatedCloud cloud) => cloud.AzureDevOps.Queue(World.PoolId, new PoolJob(
        Plan, Guid.NewGuid(), "__default", "Deploy", ["Agent.Name -equals deploy-1"], _steps, _variables, Connections, TimeSpan.FromMinutes(5)));

    /// <summary>Waits until the job has printed this line.</summary>
    public Task PrintedAsync(string line)
    {
        var seen = _watched.GetOrAdd(line, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (_fed.Any(lines => lines.Lines.Contains(line))) seen.TrySetResult();
        return seen.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    private void Take(FeedLines lines)
    {
        _fed.Enqueue(lines);
        foreach (var line in lines.Lines)
            if (_watched.TryGetValue(line, out var seen)) seen.TrySetResult();
    }
}

internal static class JobEnd
{
    /// <summary>Waits for the job's end, but not for ever: an agent that has lost its way must fail the test, not hold it up.</summary>
    public static Task<JobOutcome> OutcomeAsync(this JobRequest request) => request.Completion.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
}
