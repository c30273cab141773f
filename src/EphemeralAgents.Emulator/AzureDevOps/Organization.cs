using System.Collections.Concurrent;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>The organization <see cref="World.Organization"/>: pools, agents, job requests, service connections.</summary>
public sealed class Organization
{
    private readonly ConcurrentDictionary<int, Pool> _pools = [];
    private readonly ConcurrentDictionary<Guid, Plan> _plans = [];
    private int _agents = 100;
    private int _requests = 10;
    private long _messages;

    public Organization(EmulatorSettings settings, Tokens tokens)
    {
        Settings = settings;
        Tokens = tokens;
        Assertions = new AgentAssertions(settings.Clock);
        AdministratorToken = tokens.Issue(Administrator, World.Organization, TimeSpan.FromDays(365)).Value;
        AddPool(new Pool(World.HostedPoolId, World.HostedPool, this) { IsHosted = true, AgentCloudId = 1 }, PoolRole.Reader);
        AddPool(new Pool(World.PoolId, World.Pool, this), PoolRole.Administrator);
        AddPool(new Pool(World.ForeignPoolId, World.ForeignPool, this), PoolRole.Reader);
        Pools[World.PoolId].SetRole(World.AgentsClientId, PoolRole.Administrator);
        Queues = [new(18, World.HostedPoolId) { OpenToAllPipelines = true }, new(19, World.PoolId) { Pipelines = { PipelineId } }, new(20, World.ForeignPoolId)];
    }

    /// <summary>The pipeline that a run belongs to unless its variable system.definitionId says otherwise.</summary>
    public const int PipelineId = 2;

    public EmulatorSettings Settings { get; }
    public Tokens Tokens { get; }

    /// <summary>A person who administers every pool.</summary>
    public Principal Administrator { get; } = new("3fb2a3c8-0000-4000-8000-0000000000e1", "Ada Admin", PrincipalKind.User);

    /// <summary>The personal access token of <see cref="Administrator"/>, new at every start.</summary>
    public string AdministratorToken { get; }

    public IReadOnlyDictionary<int, Pool> Pools => _pools;

    /// <summary>The project's view of the pools; remove one and the project has no queue for that pool.</summary>
    public IList<ProjectQueue> Queues { get; }

    /// <summary>The project's service connections; the orchestrator resolves inputs by name or id.</summary>
    public IList<ServiceConnection> ServiceConnections { get; } = [];

    /// <summary>The versions of the agent that the organization offers, newest first.</summary>
    public IList<Version> AgentPackages { get; } = [new(4, 266, 2), new(4, 261, 0), new(3, 246, 0)];

    /// <summary>The tasks that agents may download.</summary>
    public TaskCatalog Tasks { get; } = new();

    /// <summary>Guards everything that requests, timers and the orchestrator change. No callback runs under it.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>Adds a pool, with the given role for the project's build identity.</summary>
    public Pool AddPool(int id, string name, PoolRole buildIdentity, bool isElastic = false) =>
        AddPool(new Pool(id, name, this) { IsElastic = isElastic, AgentCloudId = isElastic ? 2 : null }, buildIdentity);

    /// <summary>Puts a job into a pool's queue.</summary>
    /// <exception cref="NoMatchingAgentException">No registered agent matches the demands.</exception>
    /// <exception cref="FormatException">A demand is none.</exception>
    public JobRequest Queue(int poolId, PoolJob job)
    {
        lock (Gate)
        {
            _plans[job.Plan.Id] = job.Plan;
            job.Plan.Jobs.Add(job.Id);
            return _pools[poolId].Jobs.Add(job);
        }
    }

    /// <summary>Cancels a job: at once while it waits, by a JobCancellation message while it runs.</summary>
    public void Cancel(JobRequest request)
    {
        lock (Gate) QueueOf(request).Cancel(request);
    }

    /// <summary>The System.AccessToken of a job: speaks for <see cref="World.BuildIdentity"/>, revoked when the job is over.</summary>
    public string IssueJobToken(Guid jobId) =>
        Tokens.Issue(new Principal(World.BuildIdentity, World.BuildIdentity, PrincipalKind.BuildIdentity), World.Organization, TimeSpan.FromHours(48), jobId).Value;

    internal AgentAssertions Assertions { get; }

    /// <summary>A principal of Entra is known when it has a role somewhere.</summary>
    internal bool Knows(Principal principal) => _pools.Values.Any(pool => pool.RoleOf(principal.Id) != PoolRole.None);

    internal Agent? FindAgent(Guid clientId) => _pools.Values.SelectMany(pool => pool.Agents).FirstOrDefault(agent => agent.ClientId == clientId);

    internal (JobQueue Queue, JobRequest Request) RunningJob(Guid jobId) => (
        from pool in _pools.Values
        from request in pool.Jobs.Requests
        where request.Job.Id == jobId && request is { Result: null, Owner: not null }
        select (pool.Jobs, request)).FirstOrDefault() is { request: not null } found ? found
        : throw new RefusedException(404, "TaskAgentJobNotFoundException", $"No running job found with identifier {jobId}.");

    internal Plan? FindPlan(Guid planId) => _plans.GetValueOrDefault(planId);

    internal JobQueue QueueOf(JobRequest request) => _pools.Values.Select(pool => pool.Jobs).First(queue => queue.Requests.Contains(request));

    internal int NextAgentId() => Interlocked.Increment(ref _agents);

    internal int NextRequestId() => Interlocked.Increment(ref _requests);

    internal long NextMessageId() => Interlocked.Increment(ref _messages);

    private Pool AddPool(Pool pool, PoolRole buildIdentity)
    {
        pool.SetRole(Administrator.Id, PoolRole.Administrator);
        pool.SetRole(World.BuildIdentity, buildIdentity);
        return _pools[pool.Id] = pool;
    }
}
