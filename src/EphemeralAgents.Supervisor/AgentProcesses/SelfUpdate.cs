using EphemeralAgents.Supervisor.Reporting;

namespace EphemeralAgents.Supervisor.AgentProcesses;

/// <summary>
/// An agent that updates itself exits and leaves a script behind that swaps its program. The script's last act is a marker:
/// <c>_diag/SelfUpdate-….succeed</c> or <c>.failed</c> (azure-pipelines-agent, update.sh). Starting earlier would start half an agent.
/// </summary>
internal sealed class SelfUpdate
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private readonly AgentFolder _folder;
    private readonly HashSet<string> _earlier;

    /// <summary>Made before the agent is started, to tell its markers from those of earlier updates.</summary>
    public SelfUpdate(AgentFolder folder)
    {
        _folder = folder;
        _earlier = [.. Markers()];
    }

    /// <returns>False when no marker appeared within the limit.</returns>
    public async Task<bool> FinishedAsync(TimeSpan limit, TimeProvider clock, StageLines stages, CancellationToken stop)
    {
        stages.Write("agent.updating");
        for (var start = clock.GetTimestamp(); clock.GetElapsedTime(start) < limit && !stop.IsCancellationRequested; await PauseAsync(clock, stop))
        {
            if (Markers().FirstOrDefault(marker => !_earlier.Contains(marker)) is not { } marker) continue;
            var succeeded = marker.EndsWith(".succeed", StringComparison.Ordinal);
            stages.Write("agent.updated", succeeded ? Outcome.Ok : Outcome.Failed, succeeded ? null : "The agent's update failed; its present version is started again.");
            return true;
        }

        stages.Write("agent.updated", Outcome.Failed, $"The agent's update did not end: it has {limit.TotalSeconds:0} s, and no more when the container is stopped.");
        return false;
    }

    private static Task PauseAsync(TimeProvider clock, CancellationToken stop) => Task.WhenAny(Task.Delay(Poll, clock, stop));

    private IEnumerable<string> Markers() => !Directory.Exists(_folder.Diagnostics) ? [] :
        Directory.EnumerateFiles(_folder.Diagnostics, "SelfUpdate-*").Where(file => file.EndsWith(".succeed", StringComparison.Ordinal) || file.EndsWith(".failed", StringComparison.Ordinal));
}
