namespace EphemeralAgents.ContainerGroups;

/// <summary>What we ask of Azure. Every method may throw <see cref="Provisioning.ProvisioningException"/> with the cause and the remedy.</summary>
public interface IContainerGroups
{
    /// <summary>The virtual network of a subnet, in one request.</summary>
    /// <exception cref="Provisioning.ProvisioningException">The network does not exist or this identity may not read it.</exception>
    Task<VirtualNetwork> GetNetworkAsync(SubnetId subnet, CancellationToken ct);

    /// <summary>The client id of a user-assigned identity, by its resource id.</summary>
    Task<string> GetIdentityClientIdAsync(string identityId, CancellationToken ct);

    /// <summary>Asks for a container group and returns as soon as Resource Manager has accepted it.</summary>
    /// <exception cref="ContainerGroupRefusedException">Resource Manager refused; its code says why.</exception>
    Task CreateAsync(ContainerGroupSpec spec, CancellationToken ct);

    /// <summary>The group with its container's state and events; null when it does not exist.</summary>
    Task<ContainerGroup?> FindAsync(ContainerGroupId id, CancellationToken ct);

    /// <summary>The groups of a resource group with these tags; without container states, which a list does not carry.</summary>
    Task<IReadOnlyList<ContainerGroup>> ListAsync(ResourceGroupId resourceGroup, IReadOnlyDictionary<string, string> tags, CancellationToken ct);

    /// <summary>What the container wrote; empty while there is no log yet. Untrusted text.</summary>
    Task<string> ReadLogAsync(ContainerGroupId id, CancellationToken ct);

    /// <summary>Deletes a group and returns when Resource Manager has accepted that; one that is gone counts as done.</summary>
    Task DeleteAsync(ContainerGroupId id, CancellationToken ct);

    /// <summary>How the container reaches Resource Manager itself.</summary>
    (Uri Address, string Audience) ResourceManager { get; }

    /// <summary>An access token for Resource Manager, for sealing into a container that deletes itself. A secret.</summary>
    Task<string> GetCleanupTokenAsync(CancellationToken ct);
}
