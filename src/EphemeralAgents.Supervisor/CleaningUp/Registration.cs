using EphemeralAgents.Agents;
using EphemeralAgents.Provisioning;
using EphemeralAgents.Supervisor.Reporting;

namespace EphemeralAgents.Supervisor.CleaningUp;

/// <summary>What became of an attempt to unregister the agent.</summary>
internal enum Unregistered
{
    Done,
    Busy,
    CannotTell,
}

/// <summary>The agent's entry in its pool, as far as the bundle gives a means to touch it.</summary>
internal sealed class Registration(IAgentPools pools, AgentBundle bundle, TimeProvider clock, StageLines stages)
{
    private const string Stage = "agent.unregistered";
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(30);

    private readonly AgentPool _pool = new(bundle.PoolId, bundle.PoolName);

    public bool IsGone { get; private set; }

    /// <summary>The agent as the pool has it; null when it is gone.</summary>
    public Task<Agent?> FindAsync(CancellationToken ct) =>
        Attempt.WithinAsync(LongestAttempt, clock, token => pools.FindAgentAsync(_pool, bundle.AgentId, token), ct);

    /// <summary>Tries once. The server decides: it refuses while a job is assigned to the agent.</summary>
    public async Task<Unregistered> TryRemoveAsync(CancellationToken ct)
    {
        try
        {
            await RemoveOnceAsync(LongestAttempt, ct);
            return Unregistered.Done;
        }
        catch (AgentBusyException)
        {
            return Unregistered.Busy;
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            stages.Write(Stage, Outcome.Retrying, Reason.Of(failure));
            return Unregistered.CannotTell;
        }
    }

    /// <summary>Tries for a bounded time. That the token is refused by now is normal: its own job may have ended long ago.</summary>
    public async Task RemoveAsync(TimeSpan limit)
    {
        if (IsGone) return;
        var patience = new Patience(clock, limit);
        while (true)
        {
            try
            {
                await RemoveOnceAsync(limit < LongestAttempt ? limit : LongestAttempt, CancellationToken.None);
                return;
            }
            catch (ProvisioningException refused) when (refused.ExitCode == ExitCode.NotPermitted)
            {
                stages.Write(Stage, Outcome.Skipped, $"The sealed token is refused, so this is left to 'remove': {Reason.Of(refused)}");
                return;
            }
            catch (Exception failure)
            {
                // Busy: the server may take a moment to see that the job has ended.
                if (await patience.WaitAsync(CancellationToken.None)) continue;
                stages.Write(Stage, Outcome.Failed, $"Left to 'remove': {Reason.Of(failure)}");
                return;
            }
        }
    }

    private async Task RemoveOnceAsync(TimeSpan longest, CancellationToken ct)
    {
        await Attempt.WithinAsync(longest, clock, async token =>
        {
            await pools.DeleteAgentAsync(_pool, bundle.AgentId, token);
            return true;
        }, ct);
        IsGone = true;
        stages.Write(Stage);
    }
}
