namespace EphemeralAgents.Testing;

/// <summary>A clock that a test advances. Timers run inside <see cref="Advance"/>, in the order in which they are due.</summary>
public sealed class ManualClock(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(TimeSpan Delay, TaskCompletionSource Seen)> _awaited = [];
    private DateTimeOffset _now = start ?? new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes as soon as somebody waits for exactly this long.</summary>
    public Task WaitedForAsync(TimeSpan delay)
    {
        lock (_gate)
        {
            if (_timers.Exists(timer => timer.Delay == delay)) return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((delay, seen));
            return seen.Task;
        }
    }

    /// <summary>Moves time on, stopping at every timer that becomes due on the way.</summary>
    public void Advance(TimeSpan time)
    {
        DateTimeOffset end;
        lock (_gate) end = _now + time;
        while (TakeNext(end) is { } timer) timer.Run();
        lock (_gate) _now = end;
    }

    private ManualTimer? TakeNext(DateTimeOffset end)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is null) return null;
            if (next.Due > _now) _now = next.Due;
            if (next.Period is { } period && period > TimeSpan.Zero) next.Due += period;
            else _timers.Remove(next);
            return next;
        }
    }

    private sealed class ManualTimer(ManualClock clock, Action run) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Delay { get; private set; }

        public TimeSpan? Period { get; private set; }

        public void Run() => run();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                (Due, Delay, Period) = (clock._now + dueTime, dueTime, period);
                clock._timers.Add(this);
                foreach (var (_, seen) in clock._awaited.Where(awaited => awaited.Delay == dueTime)) seen.TrySetResult();
                clock._awaited.RemoveAll(awaited => awaited.Delay == dueTime);
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._gate) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
