using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>The organization <see cref="World.Organization"/>: pools, agents, job requests, service connections.</summary>
public sealed class Organization(EmulatorSettings settings, Tokens tokens)
{
    public EmulatorSettings Settings { get; } = settings;
    public Tokens Tokens { get; } = tokens;

    /// <summary>The project's service connections; the orchestrator resolves inputs by name or id.</summary>
    public IList<ServiceConnection> ServiceConnections { get; } = [];

    /// <summary>Puts a job into a pool's queue.</summary>
    /// <exception cref="NoMatchingAgentException">No registered agent matches the demands.</exception>
    public JobRequest Queue(int poolId, PoolJob job) => throw new NotSupportedException(job.Name + poolId);

    /// <summary>Cancels a job: at once while it waits, by a JobCancellation message while it runs.</summary>
    public void Cancel(JobRequest request) => throw new NotSupportedException(request.Job.Name);

    /// <summary>The System.AccessToken of a job: speaks for <see cref="World.BuildIdentity"/>, revoked when the job is over.</summary>
    public string IssueJobToken(Guid jobId) =>
        Tokens.Issue(new Principal(World.BuildIdentity, World.BuildIdentity, PrincipalKind.BuildIdentity), World.Organization, TimeSpan.FromHours(1), jobId).Value;
}
