using System.Net;
using System.Text;
using EphemeralAgents.StandInAgent.Connection;

namespace EphemeralAgents.Emulator.Tests.StandInAgent;

/// <summary>A server that answers discovery, and everything else by one rule.</summary>
internal sealed class ServerRules(Func<HttpRequestMessage, HttpResponseMessage> rule) : HttpMessageHandler
{
    public List<string> Requests { get; } = [];

    public ServerConnection Connect(TimeProvider clock) => new(new HttpClient(this), new Uri("https://dev.example/fabrikam/"), clock);

    public static HttpResponseMessage Answer(HttpStatusCode status, string json) => new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Refuse(HttpStatusCode status, string type) =>
        Answer(status, $$"""{"message":"No.","typeName":"Microsoft.TeamFoundation.DistributedTask.WebApi.{{type}}, Microsoft.TeamFoundation.DistributedTask.WebApi","typeKey":"{{type}}"}""");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Options)
        {
            return Task.FromResult(Answer(HttpStatusCode.OK, """
                {"count":2,"value":[
                  {"id":"134e239e-2df3-4794-a6f6-24f1f19ec8dc","area":"distributedtask","resourceName":"sessions","routeTemplate":"_apis/{area}/pools/{poolId}/{resource}/{sessionId}"},
                  {"id":"fc825784-c92a-4299-9221-998a02d1b54f","area":"distributedtask","resourceName":"jobrequests","routeTemplate":"_apis/{area}/pools/{poolId}/{resource}/{requestId}"}]}
                """));
        }
        if (request.RequestUri!.AbsolutePath.EndsWith("connectionData", StringComparison.Ordinal)) return Task.FromResult(Answer(HttpStatusCode.OK, """{"locationServiceData":{}}"""));
        lock (Requests) Requests.Add($"{request.Method} {request.RequestUri.PathAndQuery}");
        return Task.FromResult(rule(request));
    }
}
