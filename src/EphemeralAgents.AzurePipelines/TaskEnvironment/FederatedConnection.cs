using System.Text.Json.Serialization;
using Azure.Core;
using Azure.Core.Pipeline;
using EphemeralAgents.AzurePipelines.Pools;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.AzurePipelines.TaskEnvironment;

/// <summary>
/// A service connection by workload identity federation: what a job proves to Entra with that it may use the connection
/// (Azure DevOps REST, <c>POST …/plans/{planId}/jobs/{jobId}/oidctoken?serviceConnectionId=…</c>, empty body, <c>{"oidcToken":"…"}</c>).
/// </summary>
public sealed class FederatedConnection
{
    private readonly OrganizationClient _job;
    private readonly string _resource;
    private readonly string _id;

    /// <param name="requestUrl">Where the job's tokens are given, <see cref="PipelineEnvironment.OidcRequestUrl"/>.</param>
    /// <param name="jobToken">Secret.</param>
    /// <exception cref="ProvisioningException">The address is not https.</exception>
    public FederatedConnection(Uri requestUrl, string id, string jobToken, HttpPipelineTransport? transport = null)
    {
        var credential = DelegatedTokenCredential.Create((_, _) => new AccessToken(jobToken, DateTimeOffset.MaxValue));
        _job = new OrganizationClient(new Uri(requestUrl, "."), OrganizationSignIn.Bearer(credential), transport);
        _resource = requestUrl.Segments[^1];
        _id = id;
    }

    /// <summary>A new assertion, good for some minutes and for this connection only. A secret.</summary>
    /// <exception cref="ProvisioningException">Azure DevOps gives none, with the remedy.</exception>
    public async Task<string> GetAssertionAsync(CancellationToken ct)
    {
        try
        {
            var answer = await _job.PostAsync($"{_resource}?api-version=7.1&serviceConnectionId={Uri.EscapeDataString(_id)}", OidcJson.Default.OidcAnswer, ct);
            return answer.OidcToken ?? throw new ProvisioningException(ExitCode.Failed, "Azure DevOps answered a job's request for a token of its service connection without a token.");
        }
        catch (ServiceRefusal refusal)
        {
            throw new ProvisioningException(refusal.Status >= 500 ? ExitCode.Failed : ExitCode.NotPermitted, $"""
                Azure DevOps gave this job no token for service connection {_id}: {refusal.Said}
                Check that the connection still exists, that this pipeline may use it, and that it signs in by workload identity federation.
                """);
        }
    }
}

internal sealed record OidcAnswer(string? OidcToken);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(OidcAnswer))]
internal sealed partial class OidcJson : JsonSerializerContext;
