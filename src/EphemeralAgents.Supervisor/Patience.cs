namespace EphemeralAgents.Supervisor;

/// <summary>Waits between attempts, each time longer up to ten seconds, until its limit has passed.</summary>
internal sealed class Patience(TimeProvider clock, TimeSpan limit)
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _delay = TimeSpan.FromSeconds(1);

    /// <returns>False when the limit would pass meanwhile: then there is no next attempt.</returns>
    public async Task<bool> WaitAsync(CancellationToken ct)
    {
        if (clock.GetElapsedTime(_start) + _delay > limit) return false;
        await Task.Delay(_delay, clock, ct);
        _delay = _delay * 2 < LongestDelay ? _delay * 2 : LongestDelay;
        return true;
    }
}
