using System.Collections.Concurrent;

namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>An organization's agent pool: its agents, who may do what with them, and the jobs that were queued to it.</summary>
public sealed class Pool
{
    private readonly Organization _organization;
    private readonly ConcurrentDictionary<string, PoolRole> _roles = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<int, Agent> _agents = [];

    internal Pool(int id, string name, Organization organization)
    {
        Id = id;
        Name = name;
        _organization = organization;
        CreatedOn = organization.Settings.Clock.GetUtcNow();
        Jobs = new JobQueue(this, organization);
    }

    public int Id { get; }
    public string Name { get; }
    public DateTimeOffset CreatedOn { get; }
    public bool IsHosted { get; init; }

    /// <summary>Set for pools whose agents the service or a scale set provides: nobody may register others there.</summary>
    public int? AgentCloudId { get; init; }

    /// <summary>A scale set's pool.</summary>
    public bool IsElastic { get; init; }

    public bool AutoUpdate { get; init; } = true;

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<Agent> Agents
    {
        get
        {
            lock (_organization.Gate) return [.. _agents.Values];
        }
    }

    public JobQueue Jobs { get; }

    /// <summary>Who has a role here, by <see cref="Identity.Principal.Id"/>.</summary>
    public PoolRole RoleOf(string principalId) => _roles.GetValueOrDefault(principalId);

    /// <summary>Gives or, with <see cref="PoolRole.None"/>, takes a role; a principal with no role anywhere is not known to the organization.</summary>
    public void SetRole(string principalId, PoolRole role) => _roles[principalId] = role;

    /// <summary>Sends an online agent a message, for instance <c>AgentRefresh</c> with <c>{"agentId":101,"timeout":"00:01:00","targetVersion":"4.270.0"}</c>.</summary>
    public void Send(Agent agent, string type, string body)
    {
        lock (_organization.Gate) agent.Send(new AgentMessage(_organization.NextMessageId(), type, body, Request: null));
    }

    internal Agent? Find(int agentId) => _agents.GetValueOrDefault(agentId);

    internal Agent Get(int agentId) => Find(agentId) ?? throw RefusedException.NoSuchAgent(agentId, Name);

    internal Agent Register(AgentRegistration registration, string authorizationUrl)
    {
        if (_agents.Values.Any(agent => agent.Name.Equals(registration.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new RefusedException(409, "TaskAgentExistsException", $"Pool {Name} already contains an agent with name {registration.Name}.");
        }

        var agent = new Agent(_organization.NextAgentId(), _organization.Settings.Clock.GetUtcNow(), authorizationUrl, registration);
        _agents[agent.Id] = agent;
        return agent;
    }

    /// <summary>Gives the agent a new key and new facts. The agent keeps its id, its session and its user capabilities.</summary>
    internal void Replace(Agent agent, AgentRegistration registration)
    {
        agent.Registration = registration with { PublicKey = registration.PublicKey ?? agent.Registration.PublicKey };
        agent.SystemCapabilities = registration.SystemCapabilities;
        Jobs.Assign();
    }

    internal void Delete(Agent agent)
    {
        if (agent.AssignedRequest is not null)
        {
            throw new RefusedException(400, "TaskAgentJobStillRunningException", $"Agent {agent.Name} in pool {Name} is still running a job.");
        }

        _agents.Remove(agent.Id);
        Close(agent);
    }

    internal AgentSession Open(Agent agent, string ownerName, Uri organizationUrl, IReadOnlyDictionary<string, string>? capabilities)
    {
        if (agent.IsOnline) throw new RefusedException(409, "TaskAgentSessionConflictException", $"The agent {agent.Name} already has an active session for owner {agent.Session!.OwnerName}.");
        agent.Session = new AgentSession(agent, ownerName, organizationUrl, _organization.Settings.Clock, Lapse);
        agent.StatusChangedOn = _organization.Settings.Clock.GetUtcNow();
        agent.ShuttingDown = false;
        if (capabilities is not null) agent.SystemCapabilities = capabilities;
        Jobs.Assign();
        return agent.Session;
    }

    internal void Close(Agent agent)
    {
        if (agent.Session is not { } session) return;
        agent.Session = null;
        agent.StatusChangedOn = _organization.Settings.Clock.GetUtcNow();
        session.Dispose();
    }

    internal AgentSession GetSession(Guid sessionId) =>
        _agents.Values.Select(agent => agent.Session).FirstOrDefault(session => session?.Id == sessionId) ?? throw RefusedException.NoSuchSession(sessionId);

    private void Lapse(AgentSession session)
    {
        lock (_organization.Gate)
        {
            if (session.Agent.Session == session) Close(session.Agent);
        }
    }
}
