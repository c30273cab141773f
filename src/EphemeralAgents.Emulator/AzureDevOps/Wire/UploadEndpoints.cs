using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>Logs and attachments of a job's worker.</summary>
internal static class UploadEndpoints
{
    public static IResult CreateLog(Call call) => Json.Ok(Describe(call.Plan().Uploads.NewLog(call.Body<LogBody>().Path ?? ""), call));

    public static IResult AppendLog(Call call)
    {
        if (!call.Plan().Uploads.Logs.TryGetValue(call.Number("logId"), out var log))
        {
            throw new RefusedException(404, "TaskLogNotFoundException", $"No log found with identifier {call.Number("logId")}.");
        }

        Uploads.Append(log, call.Content);
        return Json.Ok(Describe(log, call));
    }

    public static IResult Attach(Call call)
    {
        var attachment = new Attachment(call.Id("recordId"), call.Text("type"), call.Text("name"), call.Content);
        call.Plan().Uploads.Attachments.Enqueue(attachment);
        var now = Json.Date(call.Organization.Settings.Clock.GetUtcNow());
        return Json.Ok(new JsonObject
        {
            ["type"] = attachment.Type,
            ["name"] = attachment.Name,
            ["timelineId"] = call.Id("timelineId"),
            ["recordId"] = attachment.RecordId,
            ["createdOn"] = now,
            ["lastChangedOn"] = now?.DeepClone(),
        });
    }

    private static JsonNode Describe(UploadedLog log, Call call)
    {
        var now = Json.Date(call.Organization.Settings.Clock.GetUtcNow());
        return new JsonObject
        {
            ["id"] = log.Id,
            ["path"] = log.Path,
            ["lineCount"] = log.LineCount,
            ["createdOn"] = now,
            ["lastChangedOn"] = now?.DeepClone(),
            ["location"] = $"{call.OrganizationUrl}{World.ProjectId}/_apis/distributedtask/hubs/Build/plans/{call.Id("planId")}/logs/{log.Id}",
        };
    }

    private sealed record LogBody(string? Path);
}
