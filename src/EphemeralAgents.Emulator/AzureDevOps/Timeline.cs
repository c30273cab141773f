using System.Text.Json;
using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>The records of a plan as their workers have sent them: a record is merged, member by member, into what it was.</summary>
public sealed class Timeline
{
    private readonly Dictionary<Guid, JsonObject> _records = [];
    private readonly Lock _gate = new();

    internal int ChangeId { get; private set; } = 1;

    /// <summary>Every record as it stands.</summary>
    public IReadOnlyList<TimelineRecord> Records => [.. Snapshot().Select(Read)];

    internal IReadOnlyList<JsonObject> Snapshot()
    {
        lock (_gate) return [.. _records.Values.Select(Copy)];
    }

    /// <summary>Merges one record and returns the whole of it.</summary>
    internal JsonObject Merge(JsonObject change)
    {
        lock (_gate)
        {
            var id = change["id"]!.GetValue<Guid>();
            var record = _records.TryGetValue(id, out var known) ? known : _records[id] = new JsonObject { ["id"] = id };
            foreach (var (name, value) in change)
            {
                if (value is not null) record[name] = value.DeepClone();
            }

            record["changeId"] = ++ChangeId;
            return Copy(record);
        }
    }

    /// <summary>The output variables of a job's steps, named <c>step.variable</c>; a step's reference name is its <c>name:</c> in YAML.</summary>
    internal Dictionary<string, JobVariable> OutputsOf(Guid jobId) => (
        from record in Snapshot()
        where record["parentId"]?.GetValue<Guid>() == jobId && record["refName"] is not null && record["variables"] is JsonObject
        from variable in (JsonObject)record["variables"]!
        select KeyValuePair.Create($"{record["refName"]}.{variable.Key}", Variable(variable.Value!))).ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What went wrong in a job and its steps.</summary>
    internal IReadOnlyList<string> IssuesOf(Guid jobId) =>
        [.. Records.Where(record => record.Id == jobId || record.ParentId == jobId).SelectMany(record => record.Issues)];

    internal static JobVariable Variable(JsonNode variable) =>
        new(variable["value"]?.GetValue<string>() ?? "", variable["isSecret"]?.GetValue<bool>() ?? false, variable["isReadOnly"]?.GetValue<bool>() ?? false);

    internal static TimelineRecord Read(JsonObject record) => new(record["id"]!.GetValue<Guid>())
    {
        ParentId = record["parentId"]?.GetValue<Guid>(),
        Type = record["type"]?.GetValue<string>(),
        Name = record["name"]?.GetValue<string>(),
        State = record["state"]?.ToString(),
        Result = Enum.TryParse<JobResult>(record["result"]?.ToString(), ignoreCase: true, out var result) ? result : null,
        WorkerName = record["workerName"]?.GetValue<string>(),
        LogId = record["log"]?["id"]?.GetValue<int>(),
        Issues = [.. (record["issues"] as JsonArray ?? []).Select(issue => $"##[{issue!["type"]}]{issue["message"]}")],
    };

    // Through text, so that every number and GUID is one from the wire, whoever put it in.
    private static JsonObject Copy(JsonObject record) => JsonSerializer.Deserialize<JsonObject>(record.ToJsonString())!;
}
