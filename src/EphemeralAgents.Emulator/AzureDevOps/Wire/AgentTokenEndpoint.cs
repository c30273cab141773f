using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>An agent's own access token, for an assertion that it signed with its key (OAuth 2.0 client credentials, RFC 7523).</summary>
internal static class AgentTokenEndpoint
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(50);

    public static IResult Issue(Call call)
    {
        using var reader = new FormReader(new MemoryStream(call.Content));
        var form = new FormCollection(reader.ReadForm());
        if (form["grant_type"] != "client_credentials") return Refuse("unsupported_grant_type", "The grant type must be client_credentials.");
        if (form["client_assertion_type"] != AssertionType) return Refuse("invalid_request", "The client assertion must be a JWT bearer token.");
        try
        {
            var agent = call.Organization.Assertions.Accept(form["client_assertion"].ToString(), call.Organization.FindAgent);
            var token = call.Organization.Tokens.Issue(new Principal($"{agent.ClientId}", agent.Name, PrincipalKind.Agent), World.Organization, Lifetime);
            return Json.Ok(new JsonObject { ["access_token"] = token.Value, ["token_type"] = "bearer", ["expires_in"] = (int)Lifetime.TotalSeconds, ["scope"] = "vso.agentpools_listen" });
        }
        catch (AssertionRefusedException refused)
        {
            return Refuse("invalid_client", refused.Message);
        }
    }

    private static IResult Refuse(string error, string description) =>
        Results.Text(new JsonObject { ["error"] = error, ["error_description"] = description }.ToJsonString(), "application/json", statusCode: 400);
}
