using System.Text;

namespace EphemeralAgents.Emulator.Containers;

/// <summary>What a container wrote, as the service keeps it: the last 4 MB while it runs, the last 16 KB or 1,000 lines afterwards.</summary>
public sealed class ContainerLog(TimeProvider clock)
{
    private const int RunningBytes = 4 * 1024 * 1024;
    private const int StoppedBytes = 16 * 1024;
    private const int StoppedLines = 1000;
    private readonly Lock _lock = new();
    private readonly Queue<(DateTimeOffset At, string Line)> _lines = new();
    private int _bytes;

    internal void Add(string line)
    {
        lock (_lock)
        {
            _lines.Enqueue((clock.GetUtcNow(), line));
            _bytes += Size(line);
            Trim(RunningBytes, int.MaxValue);
        }
    }

    internal void Stop()
    {
        lock (_lock) Trim(StoppedBytes, StoppedLines);
    }

    /// <summary>The last <paramref name="tail"/> lines, all without it.</summary>
    public string Read(int? tail = null, bool timestamps = false)
    {
        lock (_lock)
        {
            var lines = _lines.TakeLast(tail ?? _lines.Count).Select(one => timestamps ? $"{one.At:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'} {one.Line}\n" : $"{one.Line}\n");
            return string.Concat(lines);
        }
    }

    private void Trim(int bytes, int lines)
    {
        while (_lines.Count > lines || (_bytes > bytes && _lines.Count > 0)) _bytes -= Size(_lines.Dequeue().Line);
    }

    private static int Size(string line) => Encoding.UTF8.GetByteCount(line) + 1;
}
