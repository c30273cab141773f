using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Pipelines;

public enum JobState
{
    Pending,

    /// <summary>Queued: no agent has taken it.</summary>
    Waiting,
    Running,
    Completed,
}

/// <summary>A step of a job, as far as its agent has told of it.</summary>
public sealed record StepRun(string Name, JobResult? Result);

/// <summary>A file that a step has attached.</summary>
public sealed record AttachedText(string Type, string Name, string Text);

/// <summary>One job of a run, in one attempt: a job, a leg of a matrix or a lifecycle hook of a deployment.</summary>
public sealed class JobRun
{
    private readonly Lock _gate = new();
    private readonly List<string> _log = [];
    private readonly List<string> _issues = [];
    private readonly List<string> _summaries = [];
    private readonly List<AttachedText> _attachments = [];
    private readonly Dictionary<Guid, StepRun> _steps = [];

    internal JobRun(string stage, string job, string? part, string displayName, int attempt, string pool)
    {
        (Stage, Job, Part, DisplayName, Attempt, Pool) = (stage, job, part, displayName, attempt, pool);
    }

    public Guid Id { get; } = Guid.NewGuid();
    public string Stage { get; }

    /// <summary>The name after <c>job:</c> or <c>deployment:</c>.</summary>
    public string Job { get; }

    /// <summary>The matrix leg's or lifecycle hook's name, if any.</summary>
    public string? Part { get; }

    /// <summary><see cref="Job"/>, followed by <see cref="Part"/> after a dot: <c>Deploy.preDeploy</c>.</summary>
    public string Name => Part is null ? Job : $"{Job}.{Part}";

    public string DisplayName { get; }
    public int Attempt { get; }
    public string Pool { get; }
    public JobState State { get; internal set; }

    /// <summary>Null until the job is over.</summary>
    public JobResult? Result { get; internal set; }

    public string? Agent { get; internal set; }
    public DateTimeOffset? StartedAt { get; internal set; }
    public DateTimeOffset? FinishedAt { get; internal set; }

    /// <summary>Output variables, named <c>step.variable</c>.</summary>
    public IReadOnlyDictionary<string, JobVariable> Outputs { get; internal set; } = new Dictionary<string, JobVariable>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The lines that the pipeline page would show, secrets masked by the agent.</summary>
    public IReadOnlyList<string> Log => Copy(_log);

    /// <summary>Errors and warnings, without their prefix.</summary>
    public IReadOnlyList<string> Issues => Copy(_issues);

    /// <summary>The text of every uploaded summary.</summary>
    public IReadOnlyList<string> Summaries => Copy(_summaries);

    public IReadOnlyList<AttachedText> Attachments => Copy(_attachments);

    public IReadOnlyList<StepRun> Steps
    {
        get
        {
            lock (_gate) return [.. _steps.Values];
        }
    }

    public override string ToString() => Name;

    internal void AddLine(string line) => Add(_log, line);

    internal void AddIssue(string issue) => Add(_issues, issue);

    /// <summary>Adds what is not known yet; the agents' own reports carry the prefix of the log.</summary>
    internal void AddIssues(IEnumerable<string> issues)
    {
        lock (_gate)
        {
            foreach (var issue in issues.Select(i => i.StartsWith("##[", StringComparison.Ordinal) ? i[(i.IndexOf(']') + 1)..] : i))
            {
                if (!_issues.Contains(issue, StringComparer.Ordinal)) _issues.Add(issue);
            }
        }
    }

    internal void AddSummary(string text) => Add(_summaries, text);

    internal void AddAttachment(AttachedText attachment) => Add(_attachments, attachment);

    internal void SetStep(Guid id, StepRun step)
    {
        lock (_gate) _steps[id] = step;
    }

    private void Add<T>(List<T> list, T item)
    {
        lock (_gate) list.Add(item);
    }

    private IReadOnlyList<T> Copy<T>(List<T> list)
    {
        lock (_gate) return [.. list];
    }
}
