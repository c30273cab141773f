using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Cli.Output;

/// <summary>Makes known to the pipeline's masker every secret that comes into being on the way to a container group.</summary>
internal sealed class MaskedContainerGroups(IContainerGroups groups, Report report) : IContainerGroups
{
    public (Uri Address, string Audience) ResourceManager => groups.ResourceManager;

    public Task<VirtualNetwork> GetNetworkAsync(SubnetId subnet, CancellationToken ct) => groups.GetNetworkAsync(subnet, ct);

    public Task<string> GetIdentityClientIdAsync(string identityId, CancellationToken ct) => groups.GetIdentityClientIdAsync(identityId, ct);

    public Task CreateAsync(ContainerGroupSpec spec, CancellationToken ct)
    {
        foreach (var secret in spec.SecureEnvironment.Values) report.Mask(secret);
        return groups.CreateAsync(spec, ct);
    }

    public Task<ContainerGroup?> FindAsync(ContainerGroupId id, CancellationToken ct) => groups.FindAsync(id, ct);

    public Task<IReadOnlyList<ContainerGroup>> ListAsync(ResourceGroupId resourceGroup, IReadOnlyDictionary<string, string> tags, CancellationToken ct) =>
        groups.ListAsync(resourceGroup, tags, ct);

    public Task<string> ReadLogAsync(ContainerGroupId id, CancellationToken ct) => groups.ReadLogAsync(id, ct);

    public Task DeleteAsync(ContainerGroupId id, CancellationToken ct) => groups.DeleteAsync(id, ct);

    public async Task<string> GetCleanupTokenAsync(CancellationToken ct)
    {
        var token = await groups.GetCleanupTokenAsync(ct);
        report.Mask(token);
        return token;
    }
}
