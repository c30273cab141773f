using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Containers;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>What a container does: <c>Waiting</c>, <c>Running</c> or <c>Terminated</c>, as <c>currentState</c> shows it.</summary>
public sealed record ContainerStatus(string State, string DetailStatus, DateTimeOffset? StartTime = null, DateTimeOffset? FinishTime = null, int? ExitCode = null)
{
    internal JsonObject Body()
    {
        var body = new JsonObject { ["state"] = State };
        if (StartTime is { } start) body["startTime"] = Timestamps.Milliseconds(start);
        if (ExitCode is { } code) body["exitCode"] = code;
        if (FinishTime is { } finish) body["finishTime"] = Timestamps.Milliseconds(finish);
        body["detailStatus"] = DetailStatus;
        return body;
    }
}

/// <summary>A container of a group: what was asked for it, and what can be observed.</summary>
public sealed class Container
{
    private readonly TimeProvider _clock;
    private readonly List<ContainerEvent> _events = [];

    internal Container(JsonObject asked, bool isInit, TimeProvider clock)
    {
        _clock = clock;
        Asked = asked;
        IsInit = isInit;
        Properties = asked.Object("properties") ?? [];
    }

    public string Name => Asked.Text("name")!;
    public string Image => Properties.Text("image") ?? "";
    public bool IsInit { get; }
    public ContainerStatus? Status { get; internal set; }
    public ContainerStatus? PreviousStatus { get; internal set; }
    public int RestartCount { get; internal set; }

    /// <summary>What its latest run wrote; null before the first.</summary>
    public ContainerLog? Log { get; internal set; }

    /// <summary>The process id of the running container; null while none runs.</summary>
    public int? ProcessId { get; internal set; }

    public IReadOnlyList<ContainerEvent> Events
    {
        get { lock (_events) return [.. _events]; }
    }

    internal JsonObject Asked { get; }
    internal JsonObject Properties { get; }
    internal double Cores => Properties.Object("resources")?.Object("requests")?.Number("cpu") ?? 0;
    internal IReadOnlyList<string> Command => [.. (Properties["command"] as JsonArray ?? []).Select(part => part!.GetValue<string>())];

    internal IEnumerable<KeyValuePair<string, string>> Environment => Properties.Objects("environmentVariables")
        .Select(one => KeyValuePair.Create(one.Text("name")!, one.Text("secureValue") ?? one.Text("value") ?? ""));

    /// <summary>Adds an event, or counts it when the same has happened before.</summary>
    internal void Happened(string name, string message, bool warning = false)
    {
        var now = _clock.GetUtcNow();
        lock (_events)
        {
            var index = _events.FindIndex(one => one.Name == name && one.Message == message);
            if (index < 0) _events.Add(new(name, message, warning ? "Warning" : "Normal", 1, now, now));
            else _events[index] = _events[index] with { Count = _events[index].Count + 1, Last = now };
        }
    }

    /// <summary>Back to before the first run; events and the previous state stay.</summary>
    internal void Reset()
    {
        if (Status?.State == "Terminated") PreviousStatus = Status;
        (Status, RestartCount, Log) = (null, 0, null);
    }

    internal JsonObject InstanceView()
    {
        var view = new JsonObject { ["restartCount"] = RestartCount, ["currentState"] = Status?.Body() };
        if (PreviousStatus is not null) view["previousState"] = PreviousStatus.Body();
        view["events"] = new JsonArray([.. Events.Select(one => one.Body())]);
        return view;
    }
}
