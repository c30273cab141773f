namespace EphemeralAgents.Provisioning;

/// <summary>Which phases have been reached, and when; each is reported once.</summary>
internal sealed class Timeline(IProgress<PhaseReached> progress, TimeProvider clock)
{
    private readonly long _start = clock.GetTimestamp();
    private readonly List<PhaseReached> _phases = [];

    public IReadOnlyList<PhaseReached> Phases => _phases;

    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    public void Reached(Phase phase, string detail)
    {
        if (_phases.Exists(reached => reached.Phase == phase)) return;
        var reached = new PhaseReached(phase, Elapsed, detail);
        _phases.Add(reached);
        progress.Report(reached);
    }
}
