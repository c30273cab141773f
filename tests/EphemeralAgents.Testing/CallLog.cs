namespace EphemeralAgents.Testing;

/// <summary>What was asked of the fakes, in order; one log may serve several of them.</summary>
public sealed class CallLog
{
    private readonly Lock _gate = new();
    private readonly List<string> _calls = [];

    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_gate) return [.. _calls];
        }
    }

    public void Add(string call)
    {
        lock (_gate) _calls.Add(call);
    }
}
