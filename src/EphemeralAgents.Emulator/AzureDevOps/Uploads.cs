using System.Collections.Concurrent;
using System.Text;

namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>A file that a worker has attached to a record, such as a summary (type <c>Distributedtask.Core.Summary</c>).</summary>
public sealed record Attachment(Guid RecordId, string Type, string Name, byte[] Content);

/// <summary>A log as it was uploaded, in one piece or several.</summary>
public sealed record UploadedLog(int Id, string Path)
{
    public string Text { get; internal set; } = "";
    public int LineCount => Text.Count(character => character == '\n');
}

/// <summary>The logs and attachments of one plan.</summary>
public sealed class Uploads
{
    private readonly ConcurrentDictionary<int, UploadedLog> _logs = [];
    private int _lastLog;

    public IReadOnlyDictionary<int, UploadedLog> Logs => _logs;
    public ConcurrentQueue<Attachment> Attachments { get; } = [];

    internal UploadedLog NewLog(string path)
    {
        var log = new UploadedLog(Interlocked.Increment(ref _lastLog), path);
        return _logs[log.Id] = log;
    }

    /// <summary>Appends content, which starts with a byte order mark when it comes from azure-pipelines-agent.</summary>
    internal static void Append(UploadedLog log, byte[] content)
    {
        lock (log) log.Text += Encoding.UTF8.GetString(content).TrimStart('\uFEFF');
    }
}
