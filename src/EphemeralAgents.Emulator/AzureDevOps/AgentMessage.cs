using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>A message to an agent, in plain text. It is delivered again and again until the agent deletes it.</summary>
internal sealed record AgentMessage(long Id, string Type, string Body, JobRequest? Request)
{
    /// <summary>A job's own message holds its token, so it is written when it is assigned, not before.</summary>
    public const string Job = "PipelineAgentJobRequest";

    public static AgentMessage Cancellation(long id, JobRequest request) =>
        new(id, "JobCancellation", new JsonObject { ["jobId"] = request.Job.Id, ["timeout"] = "00:05:00" }.ToJsonString(), request);
}
