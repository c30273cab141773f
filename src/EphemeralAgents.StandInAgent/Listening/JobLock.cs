using EphemeralAgents.StandInAgent.Configuration;
using EphemeralAgents.StandInAgent.Connection;
using EphemeralAgents.StandInAgent.Jobs;

namespace EphemeralAgents.StandInAgent.Listening;

/// <summary>The agent's hold on its job: it lasts while it is renewed.</summary>
internal sealed class JobLock(ServerConnection server, AgentSettings settings, JobMessage job, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromMinutes(5);
    private DateTimeOffset _lockedUntil;

    /// <summary>The renewal that has to succeed before the worker starts.</summary>
    /// <returns>False when the job is no longer this agent's.</returns>
    public async Task<bool> TakeAsync(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RenewAsync(ct);
                return true;
            }
            catch (ServerException lost) when (IsLost(lost))
            {
                return false;
            }
            catch (Exception failure) when (failure is ServerException or HttpRequestException or TimeoutException)
            {
                if (attempt == 5) return false;
                await Task.Delay(TimeSpan.FromSeconds(1), clock, ct);
            }
        }
    }

    /// <summary>Renews once a minute. Ends when the lock is lost: the job is gone, or no renewal came through for five minutes beyond its end.</summary>
    public async Task KeepAsync(CancellationToken ct)
    {
        var delay = Interval;
        while (clock.GetUtcNow() < _lockedUntil + GivesUpAfter)
        {
            await Task.Delay(delay, clock, ct);
            try
            {
                await RenewAsync(ct);
                delay = Interval;
            }
            catch (ServerException lost) when (IsLost(lost))
            {
                return;
            }
            catch (Exception failure) when (failure is ServerException or HttpRequestException or TimeoutException)
            {
                delay = RetryInterval;
            }
        }
    }

    /// <summary>Reports the end of the job the old way; plans of version 8 and later get an event from the worker instead.</summary>
    public Task FinishAsync(TaskResult result, CancellationToken ct) =>
        server.SendAsync(HttpMethod.Patch, Route(), new JobRequestUpdate(job.RequestId) { FinishTime = clock.GetUtcNow().UtcDateTime, Result = result }, ct);

    private async Task RenewAsync(CancellationToken ct)
    {
        var answer = await server.SendAsync<JobRequestUpdate>(HttpMethod.Patch, Route(), new JobRequestUpdate(job.RequestId), ct);
        _lockedUntil = answer?.LockedUntil ?? throw new ServerException(ServerException.Untyped, default, "The renewed job request has no lockedUntil.");
    }

    private Route Route() => new(
        Location.JobRequests,
        new Dictionary<string, string> { ["poolId"] = settings.PoolId.ToString(), ["requestId"] = job.RequestId.ToString() },
        $"lockToken={Guid.Empty}");

    private static bool IsLost(ServerException failure) => failure.Is("TaskAgentJobNotFoundException", "TaskAgentJobTokenExpiredException");

    private sealed record JobRequestUpdate(long RequestId)
    {
        public DateTimeOffset? LockedUntil { get; init; }
        public DateTime? FinishTime { get; init; }
        public TaskResult? Result { get; init; }
    }
}
