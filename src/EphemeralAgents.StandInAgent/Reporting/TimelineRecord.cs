using System.Text.Json.Serialization;
using EphemeralAgents.StandInAgent.Jobs;

namespace EphemeralAgents.StandInAgent.Reporting;

/// <summary>A node of the run's timeline: the job, or one of its steps. Sent whole whenever it has changed.</summary>
internal sealed class TimelineRecord
{
    public required Guid Id { get; init; }
    public Guid? ParentId { get; init; }
    public required string Type { get; init; }
    public required string Name { get; init; }

    /// <summary>The step's name, by which later jobs find its outputs.</summary>
    public string? RefName { get; init; }
    public int? Order { get; init; }
    public string? WorkerName { get; set; }
    public DateTime? StartTime { get; set; }
    public DateTime? FinishTime { get; set; }
    public int? PercentComplete { get; set; }
    public string? CurrentOperation { get; set; }
    public string State { get; set; } = "pending";
    public TaskResult? Result { get; set; }
    public LogReference? Log { get; set; }
    public int ErrorCount => Issues.Count(issue => issue.Type == "error");
    public int WarningCount => Issues.Count(issue => issue.Type == "warning");
    public List<Issue> Issues { get; } = [];

    /// <summary>Output variables.</summary>
    public Dictionary<string, Variable> Variables { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The log as it grows; it is sent as a file when the record is complete.</summary>
    [JsonIgnore]
    public List<string> Lines { get; } = [];
}

internal sealed record LogReference(int Id);

internal sealed record Issue(string Type, string Message)
{
    public string? Category { get; init; }
    public IReadOnlyDictionary<string, string> Data { get; init; } = new Dictionary<string, string>();
}
