using System.Text;
using System.Text.Json;
using EphemeralAgents.StandInAgent.Connection;
using EphemeralAgents.StandInAgent.Jobs;

namespace EphemeralAgents.StandInAgent.Reporting;

/// <summary>What a worker sends to its run's plan (azure-pipelines-agent, JobServer), with the job's token.</summary>
internal sealed class PlanConnection(ServerConnection server, JobMessage job)
{
    public Task UpdateAsync(IReadOnlyCollection<JsonElement> records) =>
        server.SendAsync(HttpMethod.Patch, Timeline(Location.Records), new { count = records.Count, value = records }, CancellationToken.None);

    /// <summary>Console lines. All go to the job's record; <paramref name="step"/> names the record they are of.</summary>
    public Task FeedAsync(Guid step, IReadOnlyList<string> lines, long startLine) =>
        server.SendAsync(
            HttpMethod.Post, Timeline(Location.Feed, ("recordId", job.JobId.ToString())),
            new { count = lines.Count, value = lines, stepId = step, startLine }, CancellationToken.None);

    public async Task<int> UploadLogAsync(TimelineRecord record)
    {
        var log = await server.SendAsync<LogReference>(
            HttpMethod.Post, Plan(Location.Logs), new { path = $@"logs\{record.Id}", createdOn = default(DateTime), lastChangedOn = default(DateTime) }, CancellationToken.None);
        // The file starts with a byte order mark, as the real agent's does.
        byte[] content = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join('\n', record.Lines) + "\n")];
        await server.UploadAsync(HttpMethod.Post, Plan(Location.Logs, ("logId", log!.Id.ToString())), content, CancellationToken.None);
        return log.Id;
    }

    public Task AttachAsync(Guid record, string type, string name, byte[] content) =>
        server.UploadAsync(HttpMethod.Put, Timeline(Location.Attachments, ("recordId", record.ToString()), ("type", type), ("name", name)), content, CancellationToken.None);

    /// <summary>The event that ends the job. A run-once agent says that it is shutting down, so that no other job is assigned to it.</summary>
    public async Task CompleteJobAsync(TaskResult result, bool agentShuttingDown, TimeProvider clock)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await server.SendAsync(
                    HttpMethod.Post, Plan(Location.PlanEvents), new { name = "JobCompleted", jobId = job.JobId, requestId = job.RequestId, result, agentShuttingDown }, CancellationToken.None);
                return;
            }
            catch (Exception failure) when (attempt < 5 && failure is (ServerException or HttpRequestException or TimeoutException))
            {
                await Task.Delay(TimeSpan.FromSeconds(5), clock);
            }
        }
    }

    private Route Plan(Location location, params (string Name, string Value)[] values) =>
        new(location, values.Concat(
        [
            ("scopeIdentifier", job.Plan.ScopeIdentifier.ToString()), ("hubName", job.Plan.PlanType), ("planId", job.Plan.PlanId.ToString()),
        ]).ToDictionary(value => value.Item1, value => value.Item2));

    private Route Timeline(Location location, params (string Name, string Value)[] values) => Plan(location, [.. values, ("timelineId", job.Timeline.Id.ToString())]);
}
