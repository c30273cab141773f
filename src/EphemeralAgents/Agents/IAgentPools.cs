namespace EphemeralAgents.Agents;

/// <summary>What we ask of Azure Pipelines. Every method may throw <see cref="Provisioning.ProvisioningException"/> with the cause and the remedy.</summary>
public interface IAgentPools
{
    /// <summary>The pool with this name or id, and whether the project may use it.</summary>
    /// <exception cref="Provisioning.ProvisioningException">There is none, or this identity cannot see it: the service does not tell which.</exception>
    Task<AgentPool> GetPoolAsync(string nameOrId, CancellationToken ct);

    /// <summary>The newest agent version that the organization itself offers for the platform.</summary>
    Task<string> GetNewestAgentVersionAsync(AgentPlatform platform, CancellationToken ct);

    Task<Agent?> FindAgentAsync(AgentPool pool, AgentName name, CancellationToken ct);

    Task<Agent?> FindAgentAsync(AgentPool pool, int id, CancellationToken ct);

    /// <summary>Adds an agent: it exists from here on, offline, and jobs that demand it wait.</summary>
    /// <exception cref="AgentExistsException">The pool has an agent of this name.</exception>
    Task<RegisteredAgent> AddAgentAsync(AgentPool pool, AgentRegistration registration, CancellationToken ct);

    /// <summary>Replaces an agent's user capabilities.</summary>
    Task SetUserCapabilitiesAsync(AgentPool pool, int agentId, IReadOnlyDictionary<string, string> capabilities, CancellationToken ct);

    /// <summary>Unregisters an agent; one that is gone counts as done.</summary>
    /// <exception cref="AgentBusyException">The pool refused because the agent runs a job.</exception>
    Task DeleteAgentAsync(AgentPool pool, int agentId, CancellationToken ct);

    /// <summary>
    /// The token that this process itself uses, for sealing into a container that unregisters its agent. A secret. Null when it must not
    /// leave this process: a personal access token is good for too much and for too long.
    /// </summary>
    Task<string?> GetCleanupTokenAsync(CancellationToken ct);
}
