namespace EphemeralAgents.StandInAgent.Jobs;

/// <summary>The body of a PipelineAgentJobRequest, as far as this agent follows it.</summary>
internal sealed record JobMessage(Guid JobId, string JobName, string JobDisplayName, long RequestId, PlanReference Plan, TimelineReference Timeline)
{
    public IReadOnlyDictionary<string, Variable> Variables { get; init; } = new Dictionary<string, Variable>();
    public IReadOnlyList<JobStep> Steps { get; init; } = [];
    public IReadOnlyList<MaskHint> Mask { get; init; } = [];
    public JobResources Resources { get; init; } = new();

    /// <summary>The organization and the job's own token (System.AccessToken).</summary>
    /// <exception cref="InvalidDataException">The message has none.</exception>
    public ServiceConnection SystemConnection =>
        Resources.Endpoints.FirstOrDefault(endpoint => string.Equals(endpoint.Name, "SystemVssConnection", StringComparison.OrdinalIgnoreCase))
        ?? throw new InvalidDataException("The job message has no SystemVssConnection.");
}

internal sealed record PlanReference(Guid ScopeIdentifier, string PlanType, int Version, Guid PlanId)
{
    /// <summary>Since version 8 the worker ends the job with an event; before, the listener finished the job request.</summary>
    public bool ReportsByEvent => Version >= 8;
}

internal sealed record TimelineReference(Guid Id);

internal sealed record Variable(string? Value, bool IsSecret = false, bool IsReadOnly = false);

/// <summary>Something to be masked in all output; of type regex, <paramref name="Value"/> is a pattern.</summary>
internal sealed record MaskHint(string? Type, string? Value);

internal sealed record JobResources
{
    public IReadOnlyList<ServiceConnection> Endpoints { get; init; } = [];
}

/// <summary>A service connection; the protocol calls it an endpoint.</summary>
internal sealed record ServiceConnection(Guid Id, string Name, Uri? Url)
{
    public Authorization Authorization { get; init; } = new(null);
    public IReadOnlyDictionary<string, string?> Data { get; init; } = new Dictionary<string, string?>();
}

internal sealed record Authorization(string? Scheme)
{
    public IReadOnlyDictionary<string, string?> Parameters { get; init; } = new Dictionary<string, string?>();

    public string? Parameter(string name) => Parameters.FirstOrDefault(parameter => string.Equals(parameter.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}

internal sealed record JobStep(Guid Id, TaskReference Reference)
{
    public string Name { get; init; } = "";
    public string? DisplayName { get; init; }
    public string? Condition { get; init; }
    public bool ContinueOnError { get; init; }
    public bool Enabled { get; init; } = true;

    /// <summary>0 means: no limit but the job's.</summary>
    public int TimeoutInMinutes { get; init; }
    public IReadOnlyDictionary<string, string?> Inputs { get; init; } = new Dictionary<string, string?>();
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}

internal sealed record TaskReference(Guid Id, string Name, string Version);
