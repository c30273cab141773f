namespace EphemeralAgents.Emulator;

/// <summary>What an emulator is started with. The defaults give a working cloud; see <see cref="World"/> for what is in it.</summary>
public sealed record EmulatorSettings
{
    /// <summary>The loopback port to listen on; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Seeds everything that is random and no secret, so that a run can be repeated.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Where certificate, containers, logs and work folders live; null makes a temporary folder that is deleted at the end.</summary>
    public string? Folder { get; init; }

    /// <summary>The emulator's time; tests may pass a clock that they turn themselves.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long each emulated step takes.</summary>
    public Latencies Latencies { get; init; } = new();

    public Quotas Quotas { get; init; } = new();

    /// <summary>How long a container that is stopped may take between SIGTERM and SIGKILL.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Container images: the reference as pipelines name it, and the folder that stands for it (see docs/emulator.md).</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>How long each emulated step takes. The defaults keep a demonstration short; all are zero in most tests.</summary>
public sealed record Latencies
{
    public static Latencies None { get; } = new()
    {
        Network = TimeSpan.Zero, ImagePull = TimeSpan.Zero, ContainerStart = TimeSpan.Zero, Delete = TimeSpan.Zero, IdentityEndpoint = TimeSpan.Zero,
        RestartBackOff = TimeSpan.FromMilliseconds(50), Transition = TimeSpan.Zero,
    };

    /// <summary>From the accepted PUT until the container group has its place in the subnet.</summary>
    public TimeSpan Network { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan ImagePull { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan ContainerStart { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How long a DELETE of a container group takes to answer.</summary>
    public TimeSpan Delete { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How long a container's identity endpoint (IMDS) refuses connections after the container has started.</summary>
    public TimeSpan IdentityEndpoint { get; init; } = TimeSpan.Zero;

    /// <summary>The pause before a container's first restart; it doubles with every further one, up to 5 minutes.</summary>
    public TimeSpan RestartBackOff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a container group refuses the next start, stop or restart after one.</summary>
    public TimeSpan Transition { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>How much a region lets one subscription have: the documented limits of Container Instances.</summary>
public sealed record Quotas
{
    public int ContainerGroups { get; init; } = 100;

    public double Cores { get; init; } = 100;

    /// <summary>Creations and, counted apart, deletions of container groups in 5 minutes.</summary>
    public int RequestsPerFiveMinutes { get; init; } = 100;

    /// <summary>Creations and, counted apart, deletions of container groups in an hour.</summary>
    public int RequestsPerHour { get; init; } = 300;
}
