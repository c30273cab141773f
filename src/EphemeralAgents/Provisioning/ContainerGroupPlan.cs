using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Provisioning;

/// <summary>Turns a request into the container group to ask for, with the agent's bundle sealed in it.</summary>
internal sealed class ContainerGroupPlan(IAgentPools pools, IContainerGroups groups)
{
    public async Task<ContainerGroupSpec> MakeAsync(AgentRequest request, Site site, RegisteredAgent agent, AgentKey key, Ownership ownership, CancellationToken ct)
    {
        var bundle = new AgentBundle
        {
            OrganizationUrl = request.OrganizationUrl,
            PoolId = site.Pool.Id,
            PoolName = site.Pool.Name,
            AgentId = agent.Id,
            AgentName = agent.Name.Value,
            Files = AgentFiles.For(site.Pool, agent, key),
            StartBefore = ownership.Created!.Value + request.ClaimTimeout,
            ClaimTimeout = request.ClaimTimeout,
            MaxLifetime = request.MaxLifetime,
            KeepOnFailure = request.KeepOnFailure,
            Cleanup = await CleanupAsync(request, site, ct),
        };
        return new ContainerGroupSpec
        {
            Id = site.ContainerGroup,
            Location = site.Location,
            Image = request.Image,
            Pull = request.Pull,
            Platform = request.Platform,
            Cpu = request.Cpu,
            MemoryInGB = request.MemoryInGB,
            Subnet = request.Subnet,
            DnsServers = request.Platform == AgentPlatform.Linux ? request.DnsServers is [] ? site.NetworkDnsServers : request.DnsServers : [],
            Identities = [.. new[] { request.Pull?.Identity, site.CleanupIdentityClientId is null ? null : request.CleanupIdentity }.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)],
            Environment = request.Environment,
            SecureEnvironment = new Dictionary<string, string>(StringComparer.Ordinal) { [AgentBundle.Variable] = bundle.Encode() },
            Tags = Tags(request, ownership),
        };
    }

    /// <summary>Windows containers cannot keep a secret from the job: nothing is sealed for them, and cleaning up happens from outside.</summary>
    private async Task<Cleanup> CleanupAsync(AgentRequest request, Site site, CancellationToken ct)
    {
        var mode = request.Platform == AgentPlatform.Windows ? CleanupMode.None : request.Cleanup;
        var sealsTokens = mode is CleanupMode.Auto or CleanupMode.Token;
        var sealsResourceManagerToken = sealsTokens && site.CleanupIdentityClientId is null;
        var deletesItself = sealsResourceManagerToken || site.CleanupIdentityClientId is not null && mode != CleanupMode.None;
        // Refused is all that a job's token is once the job is over, and a restart guard that is refused never starts the agent:
        // where this process does not wait for the agent, no token is sealed, and the guard goes by the clock.
        var azureDevOpsToken = sealsTokens && request.WaitFor == WaitFor.Online ? pools.GetCleanupTokenAsync(ct) : null;
        var resourceManagerToken = sealsResourceManagerToken ? groups.GetCleanupTokenAsync(ct) : null;
        return new Cleanup
        {
            ContainerGroupId = deletesItself ? site.ContainerGroup.ToString() : null,
            ResourceManager = deletesItself ? groups.ResourceManager.Address : null,
            ResourceManagerAudience = deletesItself ? groups.ResourceManager.Audience : null,
            IdentityClientId = deletesItself ? site.CleanupIdentityClientId : null,
            AzureDevOpsToken = azureDevOpsToken is null ? null : await azureDevOpsToken,
            ResourceManagerToken = resourceManagerToken is null ? null : await resourceManagerToken,
        };
    }

    // The user's tags first: ours decide what may be deleted, so nothing overwrites them.
    private static Dictionary<string, string> Tags(AgentRequest request, Ownership ownership)
    {
        var tags = new Dictionary<string, string>(request.Tags, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in ownership.Facts) tags[name] = value;
        return tags;
    }
}
