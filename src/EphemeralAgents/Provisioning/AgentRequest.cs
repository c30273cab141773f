using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Provisioning;

/// <summary>What a user asks for: one run-once agent for one job. Checked text; nothing in it is looked up yet.</summary>
public sealed record AgentRequest
{
    public required Uri OrganizationUrl { get; init; }

    /// <summary>Name or id.</summary>
    public required string Pool { get; init; }

    public required AgentName AgentName { get; init; }

    /// <summary>Null: the newest that the organization offers.</summary>
    public string? AgentVersion { get; init; }

    public required ResourceGroupId ResourceGroup { get; init; }

    /// <summary>Null: the virtual network's region, the only one that works.</summary>
    public string? Location { get; init; }

    public required SubnetId Subnet { get; init; }

    /// <summary>Empty: the virtual network's own.</summary>
    public IReadOnlyList<string> DnsServers { get; init; } = [];

    public required string Image { get; init; }

    public ImagePull? Pull { get; init; }

    public AgentPlatform Platform { get; init; }

    public double Cpu { get; init; } = 2;

    public double MemoryInGB { get; init; } = 4;

    public WaitFor WaitFor { get; init; }

    /// <summary>How long everything up to the agent's being online may take.</summary>
    public TimeSpan OnlineTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the agent waits for its job once it is online; it is not started later than this after its creation either.</summary>
    public TimeSpan ClaimTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long the agent may exist, its job included.</summary>
    public TimeSpan MaxLifetime { get; init; } = TimeSpan.FromHours(12);

    public CleanupMode Cleanup { get; init; }

    /// <summary>The resource id of a user-assigned identity that may delete container groups; null for none.</summary>
    public string? CleanupIdentity { get; init; }

    public bool KeepOnFailure { get; init; }

    /// <summary>A label that jobs may demand in place of the agent's name (<see cref="Ownership.RequestKey"/>).</summary>
    public string? Label { get; init; }

    /// <summary>The id of the run that asks, such as <c>build-1207</c>.</summary>
    public string? Run { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>When provisioning is done.</summary>
public enum WaitFor
{
    /// <summary>The agent is online.</summary>
    Online,

    /// <summary>Resource Manager has accepted the container group: quicker, and if its image then cannot be pulled the next job waits for ever.</summary>
    Accepted,
}

/// <summary>What the container may clean up with.</summary>
public enum CleanupMode
{
    /// <summary>The identity where there is one, and sealed tokens where the image can keep them.</summary>
    Auto,

    /// <summary>Only the managed identity, and only the container group.</summary>
    Identity,

    /// <summary>Only sealed tokens.</summary>
    Token,

    /// <summary>Nothing: cleaning up happens from outside.</summary>
    None,
}
