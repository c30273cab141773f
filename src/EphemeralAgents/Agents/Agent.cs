namespace EphemeralAgents.Agents;

/// <summary>An agent as the pool shows it.</summary>
public sealed record Agent(int Id, AgentName Name)
{
    public bool IsOnline { get; init; }

    public string? Version { get; init; }

    /// <summary>It has a job assigned that has not ended.</summary>
    public bool IsRunningJob { get; init; }

    /// <summary>It has run a job to its end: a run-once agent must not be started again.</summary>
    public bool HasRunJob { get; init; }

    /// <summary>Its system and user capabilities; a user capability wins over a system one of the same name.</summary>
    public IReadOnlyDictionary<string, string> Capabilities { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
