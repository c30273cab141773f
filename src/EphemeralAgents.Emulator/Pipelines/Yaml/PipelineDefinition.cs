namespace EphemeralAgents.Emulator.Pipelines.Yaml;

/// <summary>A pipeline as its YAML says it, template expressions expanded; nothing of it has been evaluated.</summary>
internal sealed record PipelineDefinition(string? RunName, IReadOnlyList<VariableDefinition> Variables, IReadOnlyList<StageDefinition> Stages);

internal sealed record VariableDefinition(string Name, string Value, bool IsReadOnly = false);

/// <summary><paramref name="DependsOn"/> is null where nothing is said: then a stage depends on the one before it.</summary>
internal sealed record StageDefinition(
    string Name, string DisplayName, IReadOnlyList<string>? DependsOn, string? Condition,
    IReadOnlyList<VariableDefinition> Variables, IReadOnlyList<JobDefinition> Jobs, YamlValue At);

/// <summary>A <c>job</c>, or a <c>deployment</c> when it has <see cref="Hooks"/>.</summary>
internal sealed record JobDefinition(string Name, string DisplayName, PoolDefinition Pool, YamlValue At)
{
    public IReadOnlyList<string> DependsOn { get; init; } = [];
    public string? Condition { get; init; }
    public bool ContinueOnError { get; init; }
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long steps that still run after a cancellation may take.</summary>
    public TimeSpan CancelTimeout { get; init; } = TimeSpan.FromMinutes(5);
    public IReadOnlyList<VariableDefinition> Variables { get; init; } = [];
    public IReadOnlyList<StepDefinition> Steps { get; init; } = [];

    /// <summary>The legs of <c>strategy: matrix</c>, in order; empty without a matrix.</summary>
    public IReadOnlyList<LegDefinition> Legs { get; init; } = [];

    public int MaxParallel { get; init; } = int.MaxValue;

    /// <summary>The lifecycle hooks of a deployment job that have steps, in the order in which they run.</summary>
    public IReadOnlyList<HookDefinition>? Hooks { get; init; }

    public string? Environment { get; init; }
}

internal sealed record LegDefinition(string Name, IReadOnlyList<VariableDefinition> Variables);

internal enum HookRuns
{
    InTurn,
    OnFailure,
    OnSuccess,
}

/// <summary>A lifecycle hook: a job of its own. <paramref name="Name"/> is the job's, and the first part of its outputs' names.</summary>
internal sealed record HookDefinition(string Name, string DisplayName, HookRuns Runs, PoolDefinition Pool, IReadOnlyList<StepDefinition> Steps);

internal enum PoolKind
{
    /// <summary>Microsoft-hosted: the emulator runs the job itself.</summary>
    Hosted,

    /// <summary>A pool of the organization: one of its agents runs the job.</summary>
    Named,

    /// <summary>Agentless.</summary>
    Server,
}

internal sealed record PoolDefinition(PoolKind Kind, string Name, IReadOnlyList<string> Demands, YamlValue? At = null);

internal sealed record StepDefinition(string Task, string Name, string DisplayName, YamlValue At)
{
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
    public string? Condition { get; init; }
    public bool ContinueOnError { get; init; }
    public bool Enabled { get; init; } = true;

    /// <summary>Zero: no limit but the job's.</summary>
    public TimeSpan Timeout { get; init; }

    public int Retries { get; init; }
}
