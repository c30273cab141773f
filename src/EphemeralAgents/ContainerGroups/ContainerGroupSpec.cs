using EphemeralAgents.Agents;

namespace EphemeralAgents.ContainerGroups;

/// <summary>A container group as we ask for it: one container, in a subnet, without inbound ports, never restarted on purpose.</summary>
public sealed record ContainerGroupSpec
{
    public required ContainerGroupId Id { get; init; }

    public required string Location { get; init; }

    public required string Image { get; init; }

    /// <summary>How the image is pulled; null for an image that anyone may pull.</summary>
    public ImagePull? Pull { get; init; }

    public AgentPlatform Platform { get; init; }

    /// <summary>vCPUs, accurate to one decimal place.</summary>
    public required double Cpu { get; init; }

    /// <summary>Gigabytes, accurate to one decimal place.</summary>
    public required double MemoryInGB { get; init; }

    public required SubnetId Subnet { get; init; }

    /// <summary>Empty: no dnsConfig is sent.</summary>
    public IReadOnlyList<string> DnsServers { get; init; } = [];

    /// <summary>Resource ids of the user-assigned identities to attach.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Environment variables that Resource Manager never returns.</summary>
    public IReadOnlyDictionary<string, string> SecureEnvironment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The name of the one container in every group of ours.</summary>
    public const string ContainerName = "agent";
}

/// <summary>How an image is pulled from <paramref name="Server"/>: by a user-assigned identity, or by name and password.</summary>
public sealed record ImagePull(string Server)
{
    /// <summary>The resource id of a user-assigned identity with AcrPull; it is attached to the group as well.</summary>
    public string? Identity { get; init; }

    public string? Username { get; init; }

    /// <summary>Secret.</summary>
    public string? Password { get; init; }

    public override string ToString() => Server;
}
