namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>
/// The jobs of one pool, oldest first. A job goes to the first online, enabled, idle agent that meets its demands; its demands select
/// an agent, they reserve none.
/// </summary>
public sealed class JobQueue
{
    /// <summary>How long an agent holds a job without renewing its lock, and how much later the service gives the job up.</summary>
    public static readonly TimeSpan Lock = TimeSpan.FromMinutes(10), Grace = TimeSpan.FromMinutes(5);

    private readonly Pool _pool;
    private readonly Organization _organization;
    private readonly List<JobRequest> _requests = [];

    internal JobQueue(Pool pool, Organization organization) => (_pool, _organization) = (pool, organization);

    /// <summary>Every request there ever was, oldest first.</summary>
    public IReadOnlyList<JobRequest> Requests
    {
        get
        {
            lock (_organization.Gate) return [.. _requests];
        }
    }

    private DateTimeOffset Now => _organization.Settings.Clock.GetUtcNow();

    internal JobRequest Add(PoolJob job)
    {
        var request = new JobRequest(_organization.NextRequestId(), job) { QueueTime = Now };
        if (!_pool.Agents.Any(agent => agent.Meets(request.Demands))) throw new NoMatchingAgentException(_pool.Name, request.Demands.Select(demand => demand.ToString()));
        _requests.Add(request);
        Assign();
        return request;
    }

    /// <summary>To be called whenever an agent may have become able to take a job.</summary>
    internal void Assign()
    {
        foreach (var request in _requests.Where(request => request is { Owner: null, Result: null }))
        {
            if (_pool.Agents.FirstOrDefault(agent => agent.CanTakeAJob && agent.Meets(request.Demands)) is { } agent) Give(request, agent);
        }
    }

    internal JobRequest Get(int requestId) => _requests.Find(request => request.Id == requestId) ?? throw RefusedException.NoSuchRequest(requestId);

    internal void Renew(JobRequest request)
    {
        if (request.Result is not null) throw RefusedException.NoSuchRequest(request.Id);
        request.ReceiveTime ??= Now;
        request.LockedUntil = Now + Lock;
        request.Limits[0].Change(Lock + Grace, Timeout.InfiniteTimeSpan);
    }

    internal void Cancel(JobRequest request)
    {
        if (request.Result is not null) return;
        if (request.Owner is { } agent) agent.Send(AgentMessage.Cancellation(_organization.NextMessageId(), request));
        else End(request, JobResult.Canceled);
    }

    internal void End(JobRequest request, JobResult result, JobReport? report = null)
    {
        if (request.Result is not null) return;
        report ??= JobReport.Empty;
        request.Result = result;
        request.FinishTime = Now;
        request.Limits.ForEach(limit => limit.Dispose());
        _organization.Tokens.RevokeJob(request.Job.Id);
        if (request.Owner is { } agent)
        {
            agent.AssignedRequest = null;
            agent.LastCompletedRequest = request;
            agent.ShuttingDown = report.AgentShuttingDown;
            agent.Messages.RemoveAll(message => message.Request == request);
        }

        request.Complete(new JobOutcome(result, request.Agent, report.Outputs, [.. report.Issues, .. request.Issues]));
        Assign();
    }

    private void Give(JobRequest request, Agent agent)
    {
        request.Owner = agent;
        request.Agent = agent.Name;
        request.AssignTime = Now;
        request.LockedUntil = Now + Lock;
        agent.AssignedRequest = request;
        request.Limits.Add(After(Lock + Grace, () => Abandon(request)));
        if (request.Job.Timeout > TimeSpan.Zero) request.Limits.Add(After(request.Job.Timeout, () => TimeOut(request)));
        agent.Send(new AgentMessage(_organization.NextMessageId(), AgentMessage.Job, JobMessage.Write(_organization, request, agent.Session!.OrganizationUrl), request));
    }

    private void Abandon(JobRequest request)
    {
        request.Issues.Add($"##[error]We stopped hearing from agent {request.Agent}. Verify the agent machine is running and has a healthy network connection.");
        End(request, JobResult.Abandoned);
    }

    private void TimeOut(JobRequest request)
    {
        request.Issues.Add($"##[error]The job running on agent {request.Agent} ran longer than the maximum time of {request.Job.Timeout.TotalMinutes:0.##} minutes.");
        Cancel(request);
    }

    private ITimer After(TimeSpan time, Action act) => _organization.Settings.Clock.CreateTimer(
        _ =>
        {
            lock (_organization.Gate) act();
        },
        state: null, time, Timeout.InfiniteTimeSpan);
}

/// <summary>What a worker has reported about a job when it says that the job is over.</summary>
internal sealed record JobReport(IReadOnlyDictionary<string, JobVariable> Outputs, IReadOnlyList<string> Issues, bool AgentShuttingDown)
{
    public static JobReport Empty { get; } = new(new Dictionary<string, JobVariable>(), [], AgentShuttingDown: false);
}
