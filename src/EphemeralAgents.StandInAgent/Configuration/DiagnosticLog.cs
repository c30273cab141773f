namespace EphemeralAgents.StandInAgent.Configuration;

/// <summary>A file in <c>_diag</c>, one per start of a process: <c>Agent_*.log</c>, <c>Worker_*.log</c>. Holds no bodies, so no secrets.</summary>
internal sealed class DiagnosticLog : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly TextWriter _file;

    private DiagnosticLog(string path, TimeProvider clock)
    {
        _clock = clock;
        _file = TextWriter.Synchronized(new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true });
    }

    public static DiagnosticLog Open(AgentFolder folder, string process, TimeProvider clock)
    {
        Directory.CreateDirectory(folder.Diagnostics);
        return new DiagnosticLog(Path.Combine(folder.Diagnostics, $"{process}_{clock.GetUtcNow():yyyyMMdd-HHmmss}-utc.log"), clock);
    }

    public void Write(string message) => _file.WriteLine($"[{_clock.GetUtcNow():yyyy-MM-dd HH:mm:ss}Z] {message}");

    public void Dispose() => _file.Dispose();
}
