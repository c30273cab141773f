namespace EphemeralAgents.ContainerGroups;

/// <summary>An error as Resource Manager reports it.</summary>
public sealed record CloudError(string Code, string Message)
{
    /// <summary>What asking again would bring; judged by the code, since one HTTP status stands for all kinds.</summary>
    public CloudErrorKind Kind { get; init; }

    /// <summary>What a person can do about it.</summary>
    public string Remedy { get; init; } = "";
}

/// <summary>What asking again would bring.</summary>
public enum CloudErrorKind
{
    /// <summary>The same answer, until somebody changes something.</summary>
    Configuration,

    /// <summary>Probably success, in a moment.</summary>
    Transient,

    /// <summary>Success elsewhere: the region has no room for this size now.</summary>
    Capacity,

    /// <summary>Success when other container groups are gone, or the limit is raised.</summary>
    Quota,
}
