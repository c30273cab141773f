using EphemeralAgents.StandInAgent.Configuration;

namespace EphemeralAgents.StandInAgent.Listening;

/// <summary>What the listener tells the person who watches it; it is in the diagnostic log too.</summary>
internal sealed class Terminal(TextWriter output, DiagnosticLog log, TimeProvider clock)
{
    public void Write(string message)
    {
        lock (output) output.WriteLine(message);
        log.Write(message);
    }

    /// <summary>Prefixed with the time, as the well-known lines are: <c>2026-08-01 10:00:00Z: Listening for Jobs</c>.</summary>
    public void WriteTimed(string message) => Write($"{clock.GetUtcNow():u}: {message}");
}
