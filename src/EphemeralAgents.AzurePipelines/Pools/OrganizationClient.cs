using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.AzurePipelines.Pools;

/// <summary>An organization's REST interface. Every failure is a <see cref="ProvisioningException"/>.</summary>
internal sealed class OrganizationClient
{
    private readonly HttpPipeline _pipeline;
    private readonly OrganizationSignIn _signIn;

    public OrganizationClient(Uri organization, OrganizationSignIn signIn, HttpPipelineTransport? transport)
    {
        if (organization.Scheme != Uri.UriSchemeHttps)
            throw new ProvisioningException(ExitCode.Usage, $"The organization's address '{organization}' must begin with https://: a token would travel in clear.");
        Address = new Uri(organization.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        _signIn = signIn;
        _pipeline = HttpPipelineBuilder.Build(new OrganizationOptions(transport), signIn.Policy);
    }

    /// <summary>With a trailing slash.</summary>
    public Uri Address { get; }

    /// <summary>Null where it must not leave this process.</summary>
    public Task<string?> GetTokenToHandOnAsync(CancellationToken ct) => _signIn.TokenToHandOn(ct);

    public Task<T> GetAsync<T>(string pathAndQuery, JsonTypeInfo<T> answer, CancellationToken ct) =>
        SendAsync(RequestMethod.Get, pathAndQuery, content: null, response => Read(response, answer), ct);

    public Task<TAnswer> PostAsync<TBody, TAnswer>(string pathAndQuery, TBody body, JsonTypeInfo<TBody> type, JsonTypeInfo<TAnswer> answer, CancellationToken ct) =>
        SendAsync(RequestMethod.Post, pathAndQuery, JsonSerializer.SerializeToUtf8Bytes(body, type), response => Read(response, answer), ct);

    /// <summary>With an empty body.</summary>
    public Task<TAnswer> PostAsync<TAnswer>(string pathAndQuery, JsonTypeInfo<TAnswer> answer, CancellationToken ct) =>
        SendAsync(RequestMethod.Post, pathAndQuery, [], response => Read(response, answer), ct);

    public Task PutAsync<TBody>(string pathAndQuery, TBody body, JsonTypeInfo<TBody> type, CancellationToken ct) =>
        SendAsync(RequestMethod.Put, pathAndQuery, JsonSerializer.SerializeToUtf8Bytes(body, type), response => response.Status, ct);

    public Task DeleteAsync(string pathAndQuery, CancellationToken ct) => SendAsync(RequestMethod.Delete, pathAndQuery, content: null, response => response.Status, ct);

    private async Task<T> SendAsync<T>(RequestMethod method, string pathAndQuery, byte[]? content, Func<Response, T> read, CancellationToken ct)
    {
        using var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(Address, pathAndQuery));
        if (content is not null)
        {
            message.Request.Headers.Add(HttpHeader.Common.JsonContentType);
            message.Request.Content = RequestContent.Create(content);
        }

        try
        {
            await _pipeline.SendAsync(message, ct);
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            throw ConnectionFailedException.From(exception, Address)
                ?? new ProvisioningException(ExitCode.Failed, $"{Address} did not answer in time. Try again; check the proxy and firewall of the machine that runs this.");
        }

        ServiceRefusal.ThrowIfRefused(message.Response, Address);
        return read(message.Response);
    }

    private T Read<T>(Response response, JsonTypeInfo<T> type)
    {
        try
        {
            if (JsonSerializer.Deserialize(response.Content, type) is { } answer) return answer;
        }
        catch (JsonException)
        {
            // Told below; the parser's own words would quote the answer.
        }

        throw new ProvisioningException(ExitCode.Failed, $"{Address} gave an answer that is not understood. Check that the address is an organization's.");
    }
}
