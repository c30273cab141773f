using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Provisioning;

/// <summary>Looks up, in parallel, what provisioning rests on, and refuses with every problem at once. Creates nothing.</summary>
internal sealed class SiteCheck(IAgentPools pools, IContainerGroups groups)
{
    private const string Delegation = "Microsoft.ContainerInstance/containerGroups";

    private readonly List<ProvisioningException> _problems = [];

    public async Task<Site> RunAsync(AgentRequest request, CancellationToken ct)
    {
        var pool = PoolAsync(request, ct);
        var network = NetworkAsync(request, ct);
        var version = LookUpAsync(request.AgentVersion is { } given ? Task.FromResult(given) : pools.GetNewestAgentVersionAsync(request.Platform, ct));
        var identity = request is { CleanupIdentity: { } id, Cleanup: CleanupMode.Auto or CleanupMode.Identity }
            ? LookUpAsync(groups.GetIdentityClientIdAsync(id, ct)) : Task.FromResult<string?>(null);
        await Task.WhenAll(pool, network, version, identity);
        if (await pool is not { } foundPool || await network is not { } foundNetwork || _problems.Count > 0) throw Problems();

        var location = Normalized(request.Location ?? foundNetwork.Location);
        var groupId = new ContainerGroupId(request.ResourceGroup, ContainerGroupName.For(request.OrganizationUrl, foundPool.Id, request.AgentName, location));
        var agent = LookUpAsync(pools.FindAgentAsync(foundPool, request.AgentName, ct));
        var group = LookUpAsync(groups.FindAsync(groupId, ct));
        await Task.WhenAll(agent, group);
        RefuseWhatIsNotOurs(request, foundPool, await agent, await group);
        if (_problems.Count > 0) throw Problems();

        return new Site(foundPool, location, (await version)!)
        {
            NetworkDnsServers = foundNetwork.DnsServers,
            CleanupIdentityClientId = await identity,
            ContainerGroup = groupId,
            LeftoverAgent = await agent,
            LeftoverGroup = await group,
        };
    }

    private async Task<AgentPool?> PoolAsync(AgentRequest request, CancellationToken ct)
    {
        if (await LookUpAsync(pools.GetPoolAsync(request.Pool, ct)) is not { } pool) return null;
        if (pool.IsHosted) Problem($"Pool '{pool.Name}' is hosted by Microsoft: nobody can add agents to it. Create a self-hosted pool for these agents and name it in 'pool'.");
        if (pool.IsElastic) Problem($"Pool '{pool.Name}' gets its agents from a scale set or a Managed DevOps Pool. Create a self-hosted pool for these agents and name it in 'pool'.");
        if (pool.HasQueue is false) Problem($"The project has no queue for pool '{pool.Name}' that this pipeline may use. Add the pool under Project settings > Agent pools, or permit the pipeline there.");
        return pool;
    }

    private async Task<VirtualNetwork?> NetworkAsync(AgentRequest request, CancellationToken ct)
    {
        var subnetId = request.Subnet;
        if (!subnetId.ResourceGroup.SubscriptionId.Equals(request.ResourceGroup.SubscriptionId, StringComparison.OrdinalIgnoreCase))
            Problem($"Subnet '{subnetId.Name}' is in subscription {subnetId.ResourceGroup.SubscriptionId}, the container group would be in {request.ResourceGroup.SubscriptionId}. Azure requires both in one subscription.");
        if (await LookUpAsync(groups.GetNetworkAsync(subnetId, ct)) is not { } network) return null;

        if (request.Location is { } location && Normalized(location) != Normalized(network.Location))
            Problem($"Virtual network '{subnetId.VirtualNetwork}' is in {network.Location}, but 'location' says {location}. Leave 'location' out to take the network's region, the only one that works.");
        if (network.Subnet is not { } subnet)
            Problem($"Virtual network '{subnetId.VirtualNetwork}' has no subnet '{subnetId.Name}'. Check 'subnet' and 'virtualNetwork'.");
        else if (subnet.Delegations.FirstOrDefault(name => !name.Equals(Delegation, StringComparison.OrdinalIgnoreCase)) is { } foreign)
            Problem($"Subnet '{subnet.Name}' is delegated to {foreign}. Container groups need a subnet of their own, delegated to {Delegation}.");
        else if (subnet.Delegations.Count == 0)
            Problem($"Subnet '{subnet.Name}' is not delegated to Container Instances. Run: az network vnet subnet update --ids {subnetId} --delegations {Delegation}");
        else if (subnet.OccupiedBy.FirstOrDefault(type => !type.Equals(Delegation, StringComparison.OrdinalIgnoreCase)) is { } occupant)
            Problem($"Subnet '{subnet.Name}' is in use by {occupant}. Container groups need a subnet of their own.");
        return network;
    }

    private void RefuseWhatIsNotOurs(AgentRequest request, AgentPool pool, Agent? agent, ContainerGroup? group)
    {
        var ours = new Ownership(request.OrganizationUrl, pool.Id, request.AgentName);
        if (agent is not null && !ours.Owns(agent.Capabilities)) _problems.Add(new AgentExistsException(request.AgentName, pool.Name));
        if (agent is { IsRunningJob: true }) _problems.Add(new AgentBusyException(request.AgentName.Value, pool.Name));
        if (group is not null && !ours.Owns(group.Tags))
            Problem($"Resource group '{request.ResourceGroup.Name}' holds a container group '{group.Id.Name}' that does not bear our tags, so it is left alone. Choose another agentName, or delete the group if nobody needs it.");
    }

    private async Task<T?> LookUpAsync<T>(Task<T> lookUp)
    {
        try
        {
            return await lookUp;
        }
        catch (ProvisioningException problem)
        {
            lock (_problems) _problems.Add(problem);
            return default;
        }
    }

    private void Problem(string message)
    {
        lock (_problems) _problems.Add(new ProvisioningException(ExitCode.NotUsable, message));
    }

    private ProvisioningException Problems() => _problems is [var only] ? only
        : new ProvisioningException(_problems[0].ExitCode, string.Join(Environment.NewLine, _problems.Select(problem => problem.Message)));

    // Azure shows "West Europe" in some places and "westeurope" in others.
    private static string Normalized(string location) => location.Replace(" ", "").ToLowerInvariant();
}
