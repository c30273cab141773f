using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Supervisor;

/// <summary>One means by which the container may delete its own group.</summary>
/// <param name="Name">What a person reads in the stage lines, such as <c>managed identity</c>.</param>
/// <param name="Patience">How long failures are tried again before the next means gets its turn: an identity is not ready when the container starts.</param>
public sealed record DeletionMeans(string Name, IContainerGroups Groups, TimeSpan Patience)
{
    /// <summary>How long the platform may take to make a managed identity usable.</summary>
    public static readonly TimeSpan IdentityPatience = TimeSpan.FromMinutes(3);

    /// <summary>How long a token of ours is worth trying.</summary>
    public static readonly TimeSpan TokenPatience = TimeSpan.FromSeconds(30);
}
