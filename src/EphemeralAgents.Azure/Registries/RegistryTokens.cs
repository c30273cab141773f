using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using EphemeralAgents.Azure.Credentials;
using EphemeralAgents.Azure.Failures;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Azure.Registries;

/// <summary>
/// Azure Container Registry's own tokens, given for tokens of Entra (ACR, <c>POST /oauth2/exchange</c>): a password for pulling images
/// that is good for some hours.
/// </summary>
public sealed class RegistryTokens
{
    /// <summary>The user name that goes with such a password: nobody's.</summary>
    public const string Username = "00000000-0000-0000-0000-000000000000";

    private readonly AzureCloud _cloud;
    private readonly TokenCredential _credential;
    private readonly HttpPipeline _pipeline;

    /// <param name="credential">From <see cref="AzureCredentials"/>; asked for a token of Resource Manager, which registries accept.</param>
    /// <param name="transport">How requests travel (proxy, certificate authorities); it must not follow redirects. Null: as the system does.</param>
    public RegistryTokens(AzureCloud cloud, TokenCredential credential, HttpPipelineTransport? transport = null)
    {
        (_cloud, _credential) = (cloud, credential);
        var options = new RegistryOptions { RetryPolicy = new TrustedRetries() };
        if (transport is not null) options.Transport = transport;
        options.Diagnostics.IsTelemetryEnabled = false;
        _pipeline = HttpPipelineBuilder.Build(options);
    }

    /// <summary>The password. A secret.</summary>
    /// <param name="server">The login server, such as <c>example.azurecr.io</c>.</param>
    /// <param name="tenantId">The identity's tenant; null leaves the choice to the registry.</param>
    /// <exception cref="ProvisioningException">There is none, with the remedy.</exception>
    public async Task<string> ExchangeAsync(string server, string? tenantId, CancellationToken ct)
    {
        var address = new Uri($"https://{server}/oauth2/exchange");
        var token = await _credential.GetTokenAsync(new TokenRequestContext([$"{_cloud.Audience.TrimEnd('/')}/.default"]), ct);
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "access_token", ["service"] = server, ["access_token"] = token.Token };
        if (tenantId is not null) form["tenant"] = tenantId;
        using var content = new FormUrlEncodedContent(form);
        using var message = _pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Post;
        message.Request.Uri.Reset(address);
        message.Request.Headers.Add(HttpHeader.Common.FormUrlEncodedContentType);
        message.Request.Content = RequestContent.Create(await content.ReadAsByteArrayAsync(ct));
        try
        {
            await _pipeline.SendAsync(message, ct);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            if (Failure.Explain(exception, $"sign in to registry {server}", _cloud with { ResourceManager = address }) is { } explained) throw explained;
            throw;
        }

        return message.Response.Status == 200 && Read(message.Response) is { } password ? password : throw Refused(message.Response, server);
    }

    private static string? Read(Response response)
    {
        try
        {
            return JsonSerializer.Deserialize(response.Content, RegistryJson.Default.RegistryAnswer)?.RefreshToken;
        }
        catch (JsonException)
        {
            return null; // its message could quote the answer, which is secret
        }
    }

    private static ProvisioningException Refused(Response response, string server) => new(response.Status is 401 or 403 ? ExitCode.NotPermitted : ExitCode.Failed, $"""
        Registry {server} gave no token for the identity of its service connection: HTTP {response.Status}.
        Check that this is the registry's login server, and that the identity has the role AcrPull on it.
        """);
}

internal sealed class RegistryOptions : ClientOptions;

internal sealed record RegistryAnswer([property: JsonPropertyName("refresh_token")] string? RefreshToken);

[JsonSerializable(typeof(RegistryAnswer))]
internal sealed partial class RegistryJson : JsonSerializerContext;
