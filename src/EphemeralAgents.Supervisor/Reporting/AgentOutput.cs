using System.Text;

namespace EphemeralAgents.Supervisor.Reporting;

/// <summary>Forwards what the agent writes, line by line. The job can write there too, so nothing is trusted and no line may be endless.</summary>
internal sealed class AgentOutput(StageLines stages)
{
    private const int LongestLine = 4000;

    /// <summary>The result that the listener printed for its job, for diagnosis only; null while it has printed none.</summary>
    public string? JobResult { get; private set; }

    public async Task ForwardAsync(TextReader from)
    {
        var line = new StringBuilder();
        var buffer = new char[1024];
        int read;
        while ((read = await from.ReadAsync(buffer)) > 0)
        {
            foreach (var c in buffer.Take(read))
            {
                if (c == '\n' || line.Length == LongestLine) Flush(line);
                if (c is not ('\n' or '\r')) line.Append(c);
            }
        }

        if (line.Length > 0) Flush(line);
    }

    private void Flush(StringBuilder line)
    {
        var text = line.ToString();
        line.Clear();
        JobResult = ResultIn(text) ?? JobResult;
        stages.WriteAgentLine(text);
    }

    // "2026-03-02 09:00:00Z: Job build completed with result: Succeeded"
    private static string? ResultIn(string line)
    {
        const string Marker = " completed with result: ";
        var at = line.IndexOf(Marker, StringComparison.Ordinal);
        return at < 0 ? null : line[(at + Marker.Length)..].Trim();
    }
}
