namespace EphemeralAgents.Provisioning;

/// <summary>How far an agent has come, in this order; Pulling to Started can be missed when they are quick.</summary>
public enum Phase
{
    Checked,
    Registered,
    Accepted,
    Pulling,
    Pulled,
    Started,
    Online,
}

/// <summary>A phase that has been reached. <paramref name="Elapsed"/> counts from the beginning of the use case.</summary>
public sealed record PhaseReached(Phase Phase, TimeSpan Elapsed, string Detail);
