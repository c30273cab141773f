using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Supervisor.Reporting;

namespace EphemeralAgents.Supervisor.CleaningUp;

/// <summary>The container's own group, deleted as the last thing that it does.</summary>
internal sealed class OwnGroup(ContainerGroupId id, IReadOnlyList<DeletionMeans> means, TimeProvider clock, StageLines stages)
{
    private const string Deleting = "group.deleting";
    private const string Deleted = "group.deleted";
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromMinutes(1);

    /// <summary>Goes through the means in their order until one works. The container may be killed while this runs: then it has worked.</summary>
    public async Task DeleteAsync()
    {
        foreach (var way in means)
        {
            stages.Write(Deleting, Outcome.Ok, $"by {way.Name}");
            if (!await DeleteByAsync(way)) continue;
            stages.Write(Deleted);
            return;
        }

        stages.Write(Deleted, Outcome.Failed, "Left to 'remove'.");
    }

    private async Task<bool> DeleteByAsync(DeletionMeans way)
    {
        var patience = new Patience(clock, way.Patience);
        while (true)
        {
            try
            {
                return await Attempt.WithinAsync(LongestAttempt, clock, async token =>
                {
                    await way.Groups.DeleteAsync(id, token);
                    return true;
                }, CancellationToken.None);
            }
            catch (Exception failure)
            {
                stages.Write(Deleting, Outcome.Retrying, $"by {way.Name}: {Reason.Of(failure)}");
                if (!await patience.WaitAsync(CancellationToken.None)) return false;
            }
        }
    }
}
