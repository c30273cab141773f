using Azure.Core;
using Azure.Core.Pipeline;
using EphemeralAgents.Agents;
using EphemeralAgents.AzurePipelines.Pools.Wire;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.AzurePipelines.Pools;

/// <summary>An organization's pools and agents over REST.</summary>
public sealed class AgentPools : IAgentPools
{
    private const string WithEverything = "includeCapabilities=true&includeAssignedRequest=true&includeLastCompletedRequest=true&api-version=7.1";

    private readonly OrganizationClient _client;
    private readonly PoolLookup _lookup;
    private readonly Caller _caller;

    /// <param name="project">Name or id of the project whose queues count; null asks the organization alone.</param>
    /// <param name="credential">Asked for <see cref="AzureDevOps.Scope"/>.</param>
    /// <param name="transport">How requests travel (proxy, certificate authorities); it must not follow redirects. Null: as the system does.</param>
    /// <exception cref="ProvisioningException">The address is not https.</exception>
    public AgentPools(Uri organizationUrl, string? project, TokenCredential credential, HttpPipelineTransport? transport = null)
        : this(organizationUrl, project, OrganizationSignIn.Bearer(credential), transport)
    {
    }

    /// <summary>With a token that is at hand, such as System.AccessToken.</summary>
    public AgentPools(Uri organizationUrl, string? project, string accessToken, HttpPipelineTransport? transport = null)
        : this(organizationUrl, project, DelegatedTokenCredential.Create((_, _) => new AccessToken(accessToken, DateTimeOffset.MaxValue)), transport)
    {
    }

    private AgentPools(Uri organizationUrl, string? project, OrganizationSignIn signIn, HttpPipelineTransport? transport)
    {
        _client = new OrganizationClient(organizationUrl, signIn, transport);
        _lookup = new PoolLookup(_client, project);
        _caller = new Caller(_client);
    }

    /// <summary>With a personal access token, which stays in this process.</summary>
    /// <exception cref="ProvisioningException">The address is not https.</exception>
    public static AgentPools WithPersonalToken(Uri organizationUrl, string? project, string personalToken, HttpPipelineTransport? transport = null) =>
        new(organizationUrl, project, OrganizationSignIn.Personal(personalToken), transport);

    public Task<string?> GetCleanupTokenAsync(CancellationToken ct) => _client.GetTokenToHandOnAsync(ct);

    public async Task<AgentPool> GetPoolAsync(string nameOrId, CancellationToken ct) => await _lookup.FindAsync(nameOrId, ct)
        ?? throw new ProvisioningException(ExitCode.NotUsable, $"""
            Pool '{nameOrId}' does not exist in {_client.Address}, or is not visible to {await _caller.NameAsync(ct)}: Azure DevOps does not tell which.
            Correct the name, or give that identity the role Administrator: {_client.Address}_settings/agentpools > the pool > Security.
            """);

    public async Task<string> GetNewestAgentVersionAsync(AgentPlatform platform, CancellationToken ct)
    {
        var name = platform == AgentPlatform.Windows ? "win-x64" : "linux-x64";
        var packages = await _client.GetAsync($"_apis/distributedtask/packages/agent/{name}?$top=1&api-version=7.1-preview.1", PipelinesJson.Default.Packages, ct);
        var newest = packages.Value.Select(package => package.Version).OfType<PackageVersion>()
            .Select(version => new Version(version.Major, version.Minor, version.Patch)).DefaultIfEmpty().Max();
        return newest?.ToString(3) ?? throw new ProvisioningException(ExitCode.NotUsable, $"{_client.Address} offers no agent package for {name}: set agentVersion to the version in the image.");
    }

    public async Task<Agent?> FindAgentAsync(AgentPool pool, AgentName name, CancellationToken ct)
    {
        var agents = await _client.GetAsync($"{Agents(pool)}?agentName={Uri.EscapeDataString(name.Value)}&{WithEverything}", PipelinesJson.Default.Agents, ct);
        return agents.Value.FirstOrDefault(agent => agent.Name.Equals(name.Value, StringComparison.OrdinalIgnoreCase))?.ToAgent();
    }

    public async Task<Agent?> FindAgentAsync(AgentPool pool, int id, CancellationToken ct)
    {
        try
        {
            return (await _client.GetAsync($"{Agents(pool)}/{id}?{WithEverything}", PipelinesJson.Default.AgentRecord, ct)).ToAgent();
        }
        catch (ServiceRefusal refusal) when (IsGone(refusal))
        {
            return null;
        }
    }

    public async Task<RegisteredAgent> AddAgentAsync(AgentPool pool, AgentRegistration registration, CancellationToken ct)
    {
        try
        {
            var added = await AsAdministratorAsync(pool, () => _client.PostAsync(
                $"{Agents(pool)}?api-version=7.1", NewAgent.From(registration), PipelinesJson.Default.NewAgent, PipelinesJson.Default.AddedAgent, ct), ct);
            return added.ToRegistered(registration.Name, _client.Address);
        }
        catch (ServiceRefusal refusal) when (refusal.Type == "TaskAgentExistsException")
        {
            throw new AgentExistsException(registration.Name, pool.Name);
        }
    }

    public Task SetUserCapabilitiesAsync(AgentPool pool, int agentId, IReadOnlyDictionary<string, string> capabilities, CancellationToken ct) => AsAdministratorAsync(pool, async () =>
    {
        await _client.PutAsync($"{Agents(pool)}/{agentId}/usercapabilities?api-version=7.1-preview.1", capabilities, PipelinesJson.Default.Capabilities, ct);
        return agentId;
    }, ct);

    public async Task DeleteAgentAsync(AgentPool pool, int agentId, CancellationToken ct)
    {
        try
        {
            await AsAdministratorAsync(pool, async () =>
            {
                await _client.DeleteAsync($"{Agents(pool)}/{agentId}?api-version=7.1", ct);
                return agentId;
            }, ct);
        }
        catch (ServiceRefusal refusal) when (IsGone(refusal))
        {
            // Somebody else was quicker.
        }
        catch (ServiceRefusal refusal) when (IsBusy(refusal))
        {
            var agent = await FindAgentAsync(pool, agentId, ct);
            throw new AgentBusyException(agent?.Name.Value ?? $"#{agentId}", pool.Name);
        }
    }

    private static string Agents(AgentPool pool) => $"_apis/distributedtask/pools/{pool.Id}/agents";

    private static bool IsGone(ServiceRefusal refusal) => refusal.Type == "TaskAgentNotFoundException";

    private static bool IsBusy(ServiceRefusal refusal) =>
        refusal.Type?.Contains("JobStillRunning", StringComparison.Ordinal) == true || refusal.Said.Contains("running a job", StringComparison.OrdinalIgnoreCase);

    private async Task<T> AsAdministratorAsync<T>(AgentPool pool, Func<Task<T>> request, CancellationToken ct)
    {
        try
        {
            return await request();
        }
        catch (ServiceRefusal refusal) when (refusal.Status == 403)
        {
            throw new ProvisioningException(ExitCode.NotPermitted, $"""
                {await _caller.NameAsync(ct)} may not add or remove agents in pool '{pool.Name}'. Azure DevOps said: {refusal.Said}
                Give that identity the role Administrator on the organization's pool: {_client.Address}_settings/agentpools?poolId={pool.Id}&view=security
                A role on the project's queue, or the role Service Account, is not enough.
                """);
        }
    }
}
