namespace EphemeralAgents.Provisioning;

/// <summary>What the process ends with. A contract: values are appended, never renumbered. Documented in docs/exit-codes.md.</summary>
public enum ExitCode
{
    Success = 0,

    /// <summary>Something failed that has no code of its own.</summary>
    Failed = 1,

    /// <summary>The input is wrong; nothing was created.</summary>
    Usage = 2,

    /// <summary>The agent did not come online within its time.</summary>
    AgentNeverOnline = 3,

    /// <summary>Azure refused the container group, or its container ended before the agent was online.</summary>
    ContainerGroupFailed = 4,

    /// <summary>A token was refused, or its identity lacks a role.</summary>
    NotPermitted = 5,

    /// <summary>The agent runs a job and was left alone.</summary>
    AgentBusy = 6,

    /// <summary>The pool has an agent of that name.</summary>
    AgentExists = 7,

    /// <summary>What was asked for does not exist, or cannot be used for this: pool, queue, network, subnet.</summary>
    NotUsable = 8,

    /// <summary>A signal ended it; what it had created was deleted.</summary>
    Cancelled = 130,
}
