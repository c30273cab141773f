using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EphemeralAgents.Supervisor.Reporting;

/// <summary>How a stage went.</summary>
internal enum Outcome
{
    Ok,
    Retrying,
    Skipped,
    Failed,
}

/// <summary>
/// What the supervisor says: one line per step, <c>##supervisor {"stage":"network.dns","outcome":"ok","at":"…","elapsedMs":123,"detail":"…"}</c>,
/// and between them what the agent wrote, each line behind <c>agent| </c> so that it cannot pass for one of ours.
/// Documented in docs/container-contract.md: stages are added, never renamed.
/// </summary>
internal sealed class StageLines(TextWriter output, TimeProvider clock)
{
    public const string Prefix = "##supervisor ";

    // A log is no web page: apostrophes and other people's letters stay readable.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();
    private readonly long _start = clock.GetTimestamp();

    public void Write(string stage, Outcome outcome = Outcome.Ok, string? detail = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("stage", stage);
            json.WriteString("outcome", outcome.ToString().ToLowerInvariant());
            json.WriteString("at", clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
            json.WriteNumber("elapsedMs", (long)clock.GetElapsedTime(_start).TotalMilliseconds);
            if (detail is not null) json.WriteString("detail", Untrusted.Line(detail));
            json.WriteEndObject();
        }

        WriteLine(Prefix + Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    public void WriteAgentLine(string text) => WriteLine("agent| " + Untrusted.Line(text));

    private void WriteLine(string line)
    {
        lock (_gate)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }
}
