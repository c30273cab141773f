using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;
using EphemeralAgents.Azure.Credentials;
using EphemeralAgents.Azure.Failures;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Azure;

/// <summary>Resource Manager as one identity. Nothing is sent before the first question.</summary>
public sealed class AzureConnection
{
    private readonly HttpPipeline _pipeline;
    private readonly string _scope;

    /// <param name="credential">From <see cref="AzureCredentials"/>; share one, since its tokens are cached in it.</param>
    /// <param name="transport">How requests travel (proxy, certificate authorities); it must not follow redirects. Null: as the system does.</param>
    /// <exception cref="ProvisioningException">The address is not https: tokens are not sent in clear.</exception>
    public AzureConnection(AzureCloud cloud, string subscriptionId, TokenCredential credential, HttpPipelineTransport? transport = null)
    {
        if (cloud.ResourceManager.Scheme != Uri.UriSchemeHttps)
            throw new ProvisioningException(ExitCode.Usage, $"Resource Manager's address '{cloud.ResourceManager}' must begin with https://: a token would travel in clear.");
        Cloud = cloud;
        Credential = credential;
        var environment = new ArmEnvironment(cloud.ResourceManager, cloud.Audience);
        _scope = environment.DefaultScope;
        var options = new ArmClientOptions { Environment = environment, RetryPolicy = new TrustedRetries() };
        if (transport is not null) options.Transport = transport;
        options.Diagnostics.IsTelemetryEnabled = false;
        options.Diagnostics.ApplicationId = "ephemeral-agents";
        options.Diagnostics.LoggedQueryParameters.Add("api-version");
        ApiVersions.Pin(options);
        Arm = new ArmClient(credential, subscriptionId, options);
        _pipeline = HttpPipelineBuilder.Build(options, new BearerTokenAuthenticationPolicy(credential, _scope));
    }

    public AzureCloud Cloud { get; }

    internal ArmClient Arm { get; }

    private TokenCredential Credential { get; }

    /// <summary>The token that requests are sent with. It is asked for as Azure.Core's policies do, so that the credential's cache answers.</summary>
    internal async Task<string> GetTokenAsync(CancellationToken ct)
    {
        var token = await AskAsync("get a token", async () => await Credential.GetTokenAsync(new TokenRequestContext([_scope], isCaeEnabled: true), ct), ct);
        return token.Token;
    }

    /// <summary>What generic resources cannot ask for, such as logs.</summary>
    /// <exception cref="RequestFailedException">The answer is no 200.</exception>
    internal async Task<T> GetAsync<T>(Uri uri, JsonTypeInfo<T> type, CancellationToken ct)
    {
        using var message = _pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(uri);
        message.Request.Headers.Add(HttpHeader.Common.JsonAccept);
        await _pipeline.SendAsync(message, ct);
        return message.Response.Status == 200
            ? JsonSerializer.Deserialize(message.Response.Content, type) ?? throw new JsonException($"The answer of {uri.AbsolutePath} is null.")
            : throw new RequestFailedException(message.Response);
    }

    /// <summary>Asks Azure, and explains a failure. <paramref name="what"/> completes the sentence "Azure refused to …".</summary>
    internal async Task<T> AskAsync<T>(string what, Func<Task<T>> request, CancellationToken ct)
    {
        try
        {
            return await request();
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            if (Failure.Explain(exception, what, Cloud) is { } explained) throw explained;
            throw;
        }
    }
}
