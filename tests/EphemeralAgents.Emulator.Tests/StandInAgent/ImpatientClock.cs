namespace EphemeralAgents.Emulator.Tests.StandInAgent;

/// <summary>Time in which waits of one length take no time at all, but count; all others never end.</summary>
internal sealed class ImpatientClock(TimeSpan skipped) : TimeProvider
{
    private long _elapsed;

    public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _elapsed));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _elapsed);

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 8, 1, 10, 0, 0, TimeSpan.Zero) + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != skipped) return new Never();
        if (Elapsed > TimeSpan.FromHours(1)) throw new InvalidOperationException("It would wait for ever.");
        Interlocked.Add(ref _elapsed, skipped.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
