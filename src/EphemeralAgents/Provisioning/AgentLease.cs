using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;
using Microsoft.Extensions.Logging;

namespace EphemeralAgents.Provisioning;

/// <summary>
/// Owns the registration and the container group until they are handed over; whatever it still owns when it is disposed is
/// deleted. A request in flight is never abandoned: its answer is awaited, then what it created is deleted.
/// </summary>
internal sealed partial class AgentLease(IAgentPools pools, IContainerGroups groups, ILogger logger, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>The agent ends a cancelled task after 10 s; the deletions must have been accepted before.</summary>
    public static readonly TimeSpan CancelledBudget = TimeSpan.FromSeconds(8);

    /// <summary>After a failure nobody is in a hurry: a throttled deletion is worth waiting for.</summary>
    public static readonly TimeSpan FailedBudget = TimeSpan.FromMinutes(1);

    // The agent goes first, since the server refuses that while a job runs; but where the process is about to be killed, a silent
    // server must not keep the group alive.
    private static readonly TimeSpan AgentHeadStart = TimeSpan.FromSeconds(3);

    private (AgentPool Pool, AgentRegistration Asked, Task<RegisteredAgent> Answer)? _registration;
    private (ContainerGroupId Id, Task Answer)? _creation;

    /// <summary>Leave the container group of a failure for a person to look at; a cancelled run keeps nothing.</summary>
    public required bool KeepsContainerGroup { get; init; }

    /// <summary>The user's cancellation: then there is little time.</summary>
    public required CancellationToken Cancelled { get; init; }

    private bool IsHurried => Cancelled.IsCancellationRequested;

    public Task<RegisteredAgent> RegisterAsync(AgentPool pool, AgentRegistration registration, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var answer = pools.AddAgentAsync(pool, registration, CancellationToken.None);
        _registration = (pool, registration, answer);
        return answer.WaitAsync(ct);
    }

    public Task CreateAsync(ContainerGroupSpec spec, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var answer = groups.CreateAsync(spec, CancellationToken.None);
        _creation = (spec.Id, answer);
        return answer.WaitAsync(ct);
    }

    /// <summary>From here on agent and container group outlive this process.</summary>
    public void HandOver() => (_registration, _creation) = (null, null);

    public async ValueTask DisposeAsync()
    {
        using var budget = new CancellationTokenSource(IsHurried ? CancelledBudget : FailedBudget, clock);
        var isBusy = UnregisterAsync(budget.Token);
        await Task.WhenAll(isBusy, DeleteContainerGroupAsync(isBusy, budget.Token));
    }

    /// <returns>Whether the agent runs a job, and therefore stays.</returns>
    private async Task<bool> UnregisterAsync(CancellationToken ct)
    {
        if (_registration is not var (pool, asked, answer)) return false;
        try
        {
            if (await IdAsync(pool, asked, answer, ct) is not { } id) return false;
            await pools.DeleteAgentAsync(pool, id, ct);
            AgentUnregistered(logger, asked.Name);
            return false;
        }
        catch (AgentBusyException)
        {
            AgentIsBusy(logger, asked.Name);
            return true;
        }
        catch (Exception failure)
        {
            LeftBehind(logger, "agent", asked.Name.Value, failure.Message);
            return false;
        }
    }

    /// <summary>The id of the agent that was added; looked up where the answer to the request was lost.</summary>
    private async Task<int?> IdAsync(AgentPool pool, AgentRegistration asked, Task<RegisteredAgent> answer, CancellationToken ct)
    {
        try
        {
            return (await answer.WaitAsync(ct)).Id;
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            // "Exists already" too can be a lost answer: the client has sent the request again. The tick of its creation tells.
            var agent = await pools.FindAgentAsync(pool, asked.Name, ct);
            return agent is not null && asked.Capabilities.All(agent.Capabilities.Contains) ? agent.Id : null;
        }
    }

    private async Task DeleteContainerGroupAsync(Task<bool> isBusy, CancellationToken ct)
    {
        if (_creation is not var (id, answer)) return;
        try
        {
            await answer.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (answer.Exception?.InnerException is ContainerGroupRefusedException { Error.Kind: not CloudErrorKind.Transient }) return; // nothing came into being
            await Task.WhenAny(isBusy, Task.Delay(IsHurried ? AgentHeadStart : FailedBudget, clock, ct));
            if (isBusy.IsCompletedSuccessfully && await isBusy) return;
            if (KeepsContainerGroup && !IsHurried)
            {
                ContainerGroupKept(logger, id.Name);
                return;
            }

            await groups.DeleteAsync(id, ct);
            ContainerGroupDeleted(logger, id.Name);
        }
        catch (Exception failure)
        {
            LeftBehind(logger, "container group", id.Name.Value, failure.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "Rolled back: unregistered agent '{Agent}'")]
    private static partial void AgentUnregistered(ILogger logger, AgentName agent);

    [LoggerMessage(LogLevel.Warning, "Agent '{Agent}' has taken a job already, so it and its container group were left to end by themselves")]
    private static partial void AgentIsBusy(ILogger logger, AgentName agent);

    [LoggerMessage(LogLevel.Information, "Rolled back: deleted container group '{Group}'")]
    private static partial void ContainerGroupDeleted(ILogger logger, ContainerGroupName group);

    [LoggerMessage(LogLevel.Warning, "Kept container group '{Group}' as keepOnFailure asks: it costs money until it is deleted")]
    private static partial void ContainerGroupKept(ILogger logger, ContainerGroupName group);

    [LoggerMessage(LogLevel.Warning, "The {Kind} '{Name}' may be left behind, tagged as ours; 'remove' deletes it. Its deletion failed: {Failure}")]
    private static partial void LeftBehind(ILogger logger, string kind, string name, string failure);
}
