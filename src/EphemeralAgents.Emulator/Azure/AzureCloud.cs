using System.Collections.Concurrent;
using EphemeralAgents.Emulator.Containers;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>What Resource Manager knows: the subscription <see cref="World.SubscriptionId"/> with all that is in it.</summary>
public sealed class AzureCloud : IAsyncDisposable
{
    private readonly EmulatedCloud _cloud;
    private readonly ConcurrentDictionary<string, ContainerGroup> _groups = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<ContainerGroupLife, byte> _lives = new();
    private readonly CancellationTokenSource _ending = new();

    internal AzureCloud(EmulatedCloud cloud)
    {
        _cloud = cloud;
        RateLimits = new(Clock, Settings.Quotas);
        Containers = new(cloud.Folder, cloud.CaCertificatePath, Settings.Images);
        Registry = new(cloud);
        Seed.Fill(this);
    }

    public RoleAssignments Roles { get; } = new();
    public Networks Networks { get; } = new();

    /// <summary>By name.</summary>
    public ConcurrentDictionary<string, ResourceGroup> ResourceGroups { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every container group that exists, oldest first.</summary>
    public IReadOnlyList<ContainerGroup> ContainerGroups => [.. _groups.Values.OrderBy(one => one.CreatedOn)];

    /// <summary>The registry whose images need a credential.</summary>
    public Registry Registry { get; }

    /// <summary>Where the containers run.</summary>
    public ContainerHost Containers { get; }

    internal EmulatorSettings Settings => _cloud.Settings;
    internal TimeProvider Clock => _cloud.Settings.Clock;
    internal Tokens Tokens => _cloud.Tokens;
    internal TenantDirectory Directory => _cloud.Directory;
    internal Operations Operations { get; } = new();
    internal RateLimits RateLimits { get; }

    /// <summary>Held while a container group is checked against the quota and entered, so that two cannot take the same place.</summary>
    internal SemaphoreSlim Entering { get; } = new(1);

    /// <summary>Cancelled when the emulator ends: containers are given no more grace.</summary>
    internal CancellationToken Ending => _ending.Token;

    public ContainerGroup? FindContainerGroup(string name, string resourceGroup = World.ResourceGroup) =>
        _groups.Values.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && one.ResourceGroup.Name.Equals(resourceGroup, StringComparison.OrdinalIgnoreCase));

    /// <summary>Ends when of every stopped or deleted container group no process is left.</summary>
    public Task SettledAsync() => Task.WhenAll(_lives.Keys.Where(life => life.IsStopping).Select(life => life.Ended));

    /// <summary>Stops everything without grace and waits until no process is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_lives.Keys.Select(life => life.StopAsync()));
        Containers.Dispose();
        Entering.Dispose();
        _ending.Dispose();
    }

    internal void Enter(ContainerGroup group) => _groups[group.Id] = group;

    internal bool Remove(ContainerGroup group) => _groups.TryRemove(KeyValuePair.Create(group.Id, group));

    internal void Start(ContainerGroup group, Task previous)
    {
        group.IsStopped = false;
        var life = group.Life = new ContainerGroupLife(group, this, previous);
        _lives[life] = 0;
        _ = life.Ended.ContinueWith(_ => _lives.TryRemove(life, out byte _), TaskScheduler.Default);
    }

    internal ContainerIdentityEndpoint? StartIdentityEndpoint(ContainerGroup group) => group.Identities.Count == 0 ? null : new(group.Identities, _cloud, Settings.Latencies.IdentityEndpoint);
}
