using System.Collections.Concurrent;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Testing;

/// <summary>
/// Container groups in memory. <see cref="Before"/> runs ahead of every call and may throw or wait: the calls are named
/// <c>get-network, identity, create-group, find-group, list-groups, read-log, delete-group, cleanup-token</c>.
/// </summary>
public sealed class FakeContainerGroups(CallLog? log = null) : IContainerGroups
{
    public CallLog Log { get; } = log ?? new CallLog();

    /// <summary>What a subnet's network looks like; by default usable, in West Europe.</summary>
    public Func<SubnetId, VirtualNetwork> Network { get; set; } = subnet =>
        new VirtualNetwork(subnet.VirtualNetworkId, "westeurope", [], new Subnet(subnet.Name, ["Microsoft.ContainerInstance/containerGroups"], []));

    public ConcurrentDictionary<ContainerGroupId, ContainerGroup> Groups { get; } = new();

    /// <summary>What was asked for, by group.</summary>
    public ConcurrentDictionary<ContainerGroupId, ContainerGroupSpec> Specs { get; } = new();

    /// <summary>How a group looks once it is created; by default its container runs.</summary>
    public Func<ContainerGroupSpec, ContainerGroup> Created { get; set; } = spec =>
        new ContainerGroup(spec.Id) { ProvisioningState = "Succeeded", Tags = spec.Tags, Container = new Container(ContainerState.Running) };

    public string ContainerLog { get; set; } = "";

    public string CleanupToken { get; set; } = "fake-resource-manager-token";

    public Func<string, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    public (Uri Address, string Audience) ResourceManager { get; set; } = (new Uri("https://arm.test/"), "https://management.azure.com/");

    public async Task<VirtualNetwork> GetNetworkAsync(SubnetId subnet, CancellationToken ct)
    {
        await CalledAsync("get-network", subnet.VirtualNetwork, ct);
        return Network(subnet);
    }

    public async Task<string> GetIdentityClientIdAsync(string identityId, CancellationToken ct)
    {
        await CalledAsync("identity", identityId, ct);
        return "5a1f2c3d-0000-4000-8000-000000000001";
    }

    public async Task CreateAsync(ContainerGroupSpec spec, CancellationToken ct)
    {
        await CalledAsync("create-group", spec.Id.Name.Value, ct);
        Specs[spec.Id] = spec;
        Groups[spec.Id] = Created(spec);
    }

    public async Task<ContainerGroup?> FindAsync(ContainerGroupId id, CancellationToken ct)
    {
        await CalledAsync("find-group", id.Name.Value, ct);
        return Groups.GetValueOrDefault(id);
    }

    public async Task<IReadOnlyList<ContainerGroup>> ListAsync(ResourceGroupId resourceGroup, IReadOnlyDictionary<string, string> tags, CancellationToken ct)
    {
        await CalledAsync("list-groups", resourceGroup.Name, ct);
        return [.. Groups.Values
            .Where(group => group.Id.ResourceGroup == resourceGroup && tags.All(tag => group.Tags.TryGetValue(tag.Key, out var value) && value == tag.Value))
            .Select(group => group with { Container = null, Events = [] })];
    }

    public async Task<string> ReadLogAsync(ContainerGroupId id, CancellationToken ct)
    {
        await CalledAsync("read-log", id.Name.Value, ct);
        return ContainerLog;
    }

    public async Task DeleteAsync(ContainerGroupId id, CancellationToken ct)
    {
        await CalledAsync("delete-group", id.Name.Value, ct);
        Groups.TryRemove(id, out _);
    }

    public async Task<string> GetCleanupTokenAsync(CancellationToken ct)
    {
        await CalledAsync("cleanup-token", "", ct);
        return CleanupToken;
    }

    private Task CalledAsync(string call, string what, CancellationToken ct)
    {
        Log.Add($"{call} {what}".TrimEnd());
        ct.ThrowIfCancellationRequested();
        return Before(call, ct);
    }
}
