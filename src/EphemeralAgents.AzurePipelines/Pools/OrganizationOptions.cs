using Azure.Core;
using Azure.Core.Pipeline;

namespace EphemeralAgents.AzurePipelines.Pools;

/// <summary>How requests to an organization are sent: no telemetry, tokens and unknown query values redacted in logs.</summary>
internal sealed class OrganizationOptions : ClientOptions
{
    public OrganizationOptions(HttpPipelineTransport? transport)
    {
        if (transport is not null) Transport = transport;
        RetryPolicy = new TrustedRetries();
        Diagnostics.IsTelemetryEnabled = false;
        foreach (var parameter in (string[])["api-version", "poolName", "poolIds", "queueNames", "actionFilter", "agentName"]) Diagnostics.LoggedQueryParameters.Add(parameter);
        AddPolicy(new Headers(), HttpPipelinePosition.PerCall);
    }

    private sealed class Headers : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message)
        {
            message.Request.Headers.Add(HttpHeader.Common.JsonAccept);
            message.Request.Headers.Add(HttpHeader.Names.UserAgent, "ephemeral-agents");
            // Without it Azure DevOps redirects a bad token to a sign-in page instead of refusing it.
            message.Request.Headers.Add("X-TFS-FedAuthRedirect", "Suppress");
        }
    }
}
