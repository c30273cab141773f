using EphemeralAgents.Agents;

namespace EphemeralAgents.Cli.Output;

/// <summary>Makes known to the pipeline's masker the token that is sealed into a container: one of Entra is new to it.</summary>
internal sealed class MaskedAgentPools(IAgentPools pools, Report report) : IAgentPools
{
    public Task<AgentPool> GetPoolAsync(string nameOrId, CancellationToken ct) => pools.GetPoolAsync(nameOrId, ct);

    public Task<string> GetNewestAgentVersionAsync(AgentPlatform platform, CancellationToken ct) => pools.GetNewestAgentVersionAsync(platform, ct);

    public Task<Agent?> FindAgentAsync(AgentPool pool, AgentName name, CancellationToken ct) => pools.FindAgentAsync(pool, name, ct);

    public Task<Agent?> FindAgentAsync(AgentPool pool, int id, CancellationToken ct) => pools.FindAgentAsync(pool, id, ct);

    public Task<RegisteredAgent> AddAgentAsync(AgentPool pool, AgentRegistration registration, CancellationToken ct) => pools.AddAgentAsync(pool, registration, ct);

    public Task SetUserCapabilitiesAsync(AgentPool pool, int agentId, IReadOnlyDictionary<string, string> capabilities, CancellationToken ct) =>
        pools.SetUserCapabilitiesAsync(pool, agentId, capabilities, ct);

    public Task DeleteAgentAsync(AgentPool pool, int agentId, CancellationToken ct) => pools.DeleteAgentAsync(pool, agentId, ct);

    public async Task<string?> GetCleanupTokenAsync(CancellationToken ct)
    {
        var token = await pools.GetCleanupTokenAsync(ct);
        if (token is not null) report.Mask(token);
        return token;
    }
}
