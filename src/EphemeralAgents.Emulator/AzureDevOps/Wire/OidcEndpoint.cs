using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>The token by which a job proves to Entra that it may use a service connection. Only the job itself gets one.</summary>
internal static class OidcEndpoint
{
    public const string Audience = "api://AzureADTokenExchange";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public static IResult Issue(Call call)
    {
        var jobId = call.Id("jobId");
        if (call.Token.JobId != jobId) throw new RefusedException(403, "TaskOrchestrationPlanSecurityException", $"Access denied. {call.Caller.Name} does not have permission to get a token for the job {jobId}.");
        var connection = Guid.TryParse(call.Query("serviceConnectionId"), out var id) ? call.Organization.ServiceConnections.FirstOrDefault(known => known.Id == id) : null;
        if (connection is null) throw new RefusedException(404, "EndpointNotFoundException", $"Service connection with id '{call.Query("serviceConnectionId")}' not found.");
        var subject = TenantDirectory.SubjectOf(connection.Name);
        var token = call.Organization.Tokens.Issue(new Principal(subject, connection.Name, PrincipalKind.ServicePrincipal), Audience, Lifetime, jobId, subject);
        return Json.Ok(new JsonObject { ["oidcToken"] = token.Value });
    }
}
