namespace EphemeralAgents.ContainerGroups;

/// <summary>A container group as Resource Manager shows it.</summary>
public sealed record ContainerGroup(ContainerGroupId Id)
{
    /// <summary>Resource Manager's own state: rely on <c>Succeeded</c> and <c>Failed</c> only. Failed does not stop the group.</summary>
    public required string ProvisioningState { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The one container; null until it has an instance view, and always null in a list.</summary>
    public Container? Container { get; init; }

    /// <summary>What the platform did for the group and its container, oldest first.</summary>
    public IReadOnlyList<ContainerEvent> Events { get; init; } = [];

    /// <summary>Why the creation failed, where Resource Manager says so.</summary>
    public CloudError? Error { get; init; }
}

/// <summary>A container as it was observed.</summary>
/// <param name="Detail">The platform's word for it, such as <c>Completed</c>, <c>Error</c> or <c>CrashLoopBackOff: …</c>.</param>
public sealed record Container(ContainerState State, int? ExitCode = null, string? Detail = null, int RestartCount = 0);

/// <summary>The container state: <c>currentState.state</c>.</summary>
public enum ContainerState
{
    Waiting,
    Running,
    Terminated,
}

/// <summary>One event of a container or its group, such as Pulling, Pulled, Started, Failed, Killing.</summary>
public sealed record ContainerEvent(string Name, string Message, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, bool IsWarning, int Count = 1);
