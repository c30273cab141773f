using System.Collections.Concurrent;
using System.Globalization;
using EphemeralAgents.Agents;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Testing;

/// <summary>
/// Agent pools in memory. <see cref="Before"/> runs ahead of every call and may throw or wait: the calls are named
/// <c>get-pool, newest-version, find-agent, add-agent, set-capabilities, delete-agent, cleanup-token</c>.
/// </summary>
public sealed class FakeAgentPools(CallLog? log = null) : IAgentPools
{
    private int _lastId = 100;

    public CallLog Log { get; } = log ?? new CallLog();

    /// <summary>The pools that exist.</summary>
    public IList<AgentPool> Pools { get; } = [new(9, "Ephemeral", HasQueue: true)];

    /// <summary>The registered agents by id, whichever pool they are in.</summary>
    public ConcurrentDictionary<int, Agent> Agents { get; } = new();

    public string NewestVersion { get; set; } = "5.278.0";

    /// <summary>Null: it must not leave the process.</summary>
    public string? CleanupToken { get; set; } = "fake-azure-devops-token";

    public Func<string, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs after an agent was added and may throw: the answer is lost, the agent exists.</summary>
    public Action AnswerToAdd { get; set; } = () => { };

    public async Task<AgentPool> GetPoolAsync(string nameOrId, CancellationToken ct)
    {
        await CalledAsync("get-pool", nameOrId, ct);
        return Pools.FirstOrDefault(pool => pool.Name.Equals(nameOrId, StringComparison.OrdinalIgnoreCase) || Text(pool.Id) == nameOrId)
            ?? throw new ProvisioningException(ExitCode.NotUsable, $"Pool '{nameOrId}' does not exist or is not visible.");
    }

    public async Task<string> GetNewestAgentVersionAsync(AgentPlatform platform, CancellationToken ct)
    {
        await CalledAsync("newest-version", platform.ToString(), ct);
        return NewestVersion;
    }

    public async Task<Agent?> FindAgentAsync(AgentPool pool, AgentName name, CancellationToken ct)
    {
        await CalledAsync("find-agent", name.Value, ct);
        return Agents.Values.FirstOrDefault(agent => agent.Name.Value.Equals(name.Value, StringComparison.OrdinalIgnoreCase));
    }

    public async Task<Agent?> FindAgentAsync(AgentPool pool, int id, CancellationToken ct)
    {
        await CalledAsync("find-agent", Text(id), ct);
        return Agents.GetValueOrDefault(id);
    }

    public async Task<RegisteredAgent> AddAgentAsync(AgentPool pool, AgentRegistration registration, CancellationToken ct)
    {
        await CalledAsync("add-agent", registration.Name.Value, ct);
        if (Agents.Values.Any(agent => agent.Name == registration.Name)) throw new AgentExistsException(registration.Name, pool.Name);
        var id = Interlocked.Increment(ref _lastId);
        Agents[id] = new Agent(id, registration.Name) { Version = registration.Version, Capabilities = registration.Capabilities };
        AnswerToAdd();
        var server = new Uri("https://ado.test/fabrikam/");
        return new RegisteredAgent(id, registration.Name, Guid.NewGuid(), new Uri(server, "_oauth/token"), server);
    }

    public async Task SetUserCapabilitiesAsync(AgentPool pool, int agentId, IReadOnlyDictionary<string, string> capabilities, CancellationToken ct)
    {
        await CalledAsync("set-capabilities", Text(agentId), ct);
        Agents[agentId] = Agents[agentId] with { Capabilities = capabilities };
    }

    public async Task DeleteAgentAsync(AgentPool pool, int agentId, CancellationToken ct)
    {
        await CalledAsync("delete-agent", Text(agentId), ct);
        if (Agents.TryGetValue(agentId, out var agent) && agent.IsRunningJob) throw new AgentBusyException(agent.Name.Value, pool.Name);
        Agents.TryRemove(agentId, out _);
    }

    public async Task<string?> GetCleanupTokenAsync(CancellationToken ct)
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

    private static string Text(int id) => id.ToString(CultureInfo.InvariantCulture);
}
