using System.Collections.Concurrent;
using Azure;
using Azure.ResourceManager;
using Azure.ResourceManager.Resources;
using EphemeralAgents.Azure.Failures;
using EphemeralAgents.Azure.Networks;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Azure.ContainerGroups;

/// <summary>Container groups and what they need around them, through Resource Manager.</summary>
public sealed class AzureContainerGroups(AzureConnection connection) : IContainerGroups
{
    // Only the operation knows why a creation failed; the group itself says that it did.
    private readonly ConcurrentDictionary<ContainerGroupId, ArmOperation<GenericResource>> _creations = new();

    public (Uri Address, string Audience) ResourceManager => (connection.Cloud.ResourceManager, connection.Cloud.Audience);

    public Task<string> GetCleanupTokenAsync(CancellationToken ct) => connection.GetTokenAsync(ct);

    public async Task<VirtualNetwork> GetNetworkAsync(SubnetId subnet, CancellationToken ct)
    {
        var network = await GetAsync($"read virtual network '{subnet.VirtualNetwork}'", subnet.VirtualNetworkId, ct);
        return network.Properties.Read(AzureJson.Default.NetworkView).ToNetwork(subnet, network.Location.Name);
    }

    public async Task<string> GetIdentityClientIdAsync(string identityId, CancellationToken ct)
    {
        var identity = await GetAsync("read a user-assigned identity", identityId, ct);
        return identity.Properties.Read(AzureJson.Default.IdentityView).ClientId
            ?? throw new ProvisioningException(ExitCode.NotUsable, $"'{identityId}' has no client id: give the resource id of a user-assigned identity.");
    }

    public async Task CreateAsync(ContainerGroupSpec spec, CancellationToken ct) => _creations[spec.Id] = await connection.AskAsync("create a container group", async () =>
    {
        try
        {
            return await connection.Arm.GetGenericResources().CreateOrUpdateAsync(WaitUntil.Started, ResourceId.Parse(spec.Id.ToString()), ContainerGroupBody.For(spec), ct);
        }
        catch (RequestFailedException refused) when (refused.Status is >= 400 and not 401 and not 403)
        {
            var error = ErrorBody.Read(refused);
            throw new ContainerGroupRefusedException(error, error.Remedy);
        }
    }, ct);

    public Task<ContainerGroup?> FindAsync(ContainerGroupId id, CancellationToken ct) => connection.AskAsync($"read container group '{id.Name}'", async () =>
    {
        try
        {
            var found = (await connection.Arm.GetGenericResource(ResourceId.Parse(id.ToString())).GetAsync(ct)).Value.Data;
            var group = found.Properties.Read(AzureJson.Default.ContainerGroupView).ToGroup(id, found.Tags);
            return group.ProvisioningState == "Failed" ? group with { Error = await FailureOfAsync(id, ct) } : group;
        }
        catch (RequestFailedException missing) when (missing.Status == 404 && missing.ErrorCode != "ResourceGroupNotFound")
        {
            return null;
        }
    }, ct);

    public Task<IReadOnlyList<ContainerGroup>> ListAsync(ResourceGroupId resourceGroup, IReadOnlyDictionary<string, string> tags, CancellationToken ct) =>
        connection.AskAsync<IReadOnlyList<ContainerGroup>>($"list the container groups of '{resourceGroup.Name}'", async () =>
        {
            var found = new List<ContainerGroup>();
            for (var next = Address($"{resourceGroup}/providers/Microsoft.ContainerInstance/containerGroups"); next is not null;)
            {
                var page = await connection.GetAsync(next, AzureJson.Default.ContainerGroupList, ct);
                found.AddRange(page.Value.Where(group => group.Has(tags)).Select(group => group.ToGroup()));
                next = page.NextLink;
            }

            return found;
        }, ct);

    public Task<string> ReadLogAsync(ContainerGroupId id, CancellationToken ct) => connection.AskAsync($"read the log of container group '{id.Name}'", async () =>
    {
        try
        {
            var log = await connection.GetAsync(Address($"{id}/containers/{ContainerGroupSpec.ContainerName}/logs"), AzureJson.Default.ContainerLog, ct);
            return log.Content ?? "";
        }
        catch (RequestFailedException early) when (early.Status == 404 || early.ErrorCode == "ContainerGroupDeploymentNotReady")
        {
            return "";
        }
    }, ct);

    public async Task DeleteAsync(ContainerGroupId id, CancellationToken ct)
    {
        await connection.AskAsync($"delete container group '{id.Name}'", async () =>
        {
            try
            {
                return await connection.Arm.GetGenericResource(ResourceId.Parse(id.ToString())).DeleteAsync(WaitUntil.Started, ct);
            }
            catch (RequestFailedException gone) when (gone.Status == 404)
            {
                return null;
            }
        }, ct);
        _creations.TryRemove(id, out _);
    }

    private Task<GenericResourceData> GetAsync(string what, string id, CancellationToken ct) =>
        connection.AskAsync(what, async () => (await connection.Arm.GetGenericResource(ResourceId.Parse(id)).GetAsync(ct)).Value.Data, ct);

    private async Task<CloudError?> FailureOfAsync(ContainerGroupId id, CancellationToken ct)
    {
        if (!_creations.TryGetValue(id, out var creation)) return null;
        try
        {
            await creation.UpdateStatusAsync(ct);
            return null;
        }
        catch (RequestFailedException failed)
        {
            // Some failed operations carry no error at all: then the group's events have to tell.
            return failed.ErrorCode is null ? null : ErrorBody.Read(failed);
        }
    }

    private Uri Address(string resource) => new(connection.Cloud.ResourceManager, $"{resource}?api-version={ApiVersions.ContainerGroups}");
}
