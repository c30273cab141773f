using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>What a job's worker reports while it runs: the state of its records, and the lines that it prints.</summary>
internal static class TimelineEndpoints
{
    public static Task<IResult> GetAsync(Call call)
    {
        var timeline = call.Plan().Timeline;
        var json = new JsonObject { ["id"] = call.Id("timelineId"), ["changeId"] = timeline.ChangeId };
        if (call.Flag("includeRecords")) json["records"] = new JsonArray([.. timeline.Snapshot()]);
        return Task.FromResult(Json.Ok(json));
    }

    public static Task<IResult> RecordsAsync(Call call) => Task.FromResult(Json.Collection(call.Plan().Timeline.Snapshot()));

    public static Task<IResult> UpdateAsync(Call call)
    {
        var plan = call.Plan();
        if (call.Id("timelineId") != plan.TimelineId) throw new RefusedException(404, "TimelineNotFoundException", $"No timeline found with identifier {call.Id("timelineId")}.");
        List<JsonNode> records = [];
        lock (plan.Order)
        {
            foreach (var change in call.Items<JsonObject>())
            {
                if (!Guid.TryParse(change["id"]?.ToString(), out _)) throw RefusedException.BadArgument("A timeline record needs an id.");
                var record = plan.Timeline.Merge(change);
                records.Add(record);
                plan.Changed(Timeline.Read(record));
            }
        }

        return Task.FromResult(Json.Collection(records));
    }

    public static Task<IResult> FeedAsync(Call call)
    {
        var plan = call.Plan();
        var feed = call.Body<FeedBody>();
        var record = feed.StepId is { } step && step != Guid.Empty ? step : call.Id("recordId");
        lock (plan.Order) plan.Fed(new FeedLines(record, feed.Value ?? []));
        return Task.FromResult(Results.NoContent());
    }

    private sealed record FeedBody(IReadOnlyList<string>? Value, Guid? StepId);
}
