using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

/// <summary>What a job's worker sends, with nothing but what the job's message told it.</summary>
internal sealed class WorkerClient(TestOrganization organization, ReadMessage job)
{
    private JsonNode Connection => job.Body["resources"]!["endpoints"]![0]!;

    public string Token => (string)Connection["authorization"]!["parameters"]!["AccessToken"]!;

    public string PlanUrl => $"{Connection["url"]}{job.Body["plan"]!["scopeIdentifier"]}/_apis/distributedtask/hubs/{job.Body["plan"]!["planType"]}/plans/{job.Body["plan"]!["planId"]}";

    public string Timeline => $"timelines/{job.Body["timeline"]!["id"]}";

    public string JobId => (string)job.Body["jobId"]!;

    public Task<Answer> SendAsync(string method, string path, string? json = null) => organization.SendAsync(method, $"{PlanUrl}/{path}", Token, json);

    public Task<Answer> UploadAsync(string method, string path, byte[] content) => organization.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"{PlanUrl}/{path}")
    {
        Headers = { Authorization = new("Bearer", Token) },
        Content = new ByteArrayContent(content) { Headers = { ContentType = new("application/octet-stream") } },
    });
}
