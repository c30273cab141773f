using System.Text.Json;
using EphemeralAgents.StandInAgent.Connection;

namespace EphemeralAgents.StandInAgent.Jobs;

/// <summary>What the listener tells its worker, a line of JSON each.</summary>
internal sealed record WorkerInstruction(string Type, string? JobMessage = null, bool Once = false)
{
    private const string RunType = "NewJobRequest";

    public static WorkerInstruction Cancel { get; } = new("CancelRequest");

    public static WorkerInstruction Run(string jobMessage, bool once) => new(RunType, jobMessage, once);

    public bool IsRun => Type == RunType;

    public string ToLine() => JsonSerializer.Serialize(this, Json.Options);

    public static WorkerInstruction? FromLine(string line) => JsonSerializer.Deserialize<WorkerInstruction>(line, Json.Options);

    // A record would print the job's secrets.
    public override string ToString() => Type;
}
