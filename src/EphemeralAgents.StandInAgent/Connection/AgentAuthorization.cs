using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EphemeralAgents.StandInAgent.Configuration;

namespace EphemeralAgents.StandInAgent.Connection;

/// <summary>
/// The agent's own OAuth identity: client credentials with a JWT bearer assertion. Like the official client it asks for a token only
/// when it is challenged with <c>401 WWW-Authenticate: Bearer</c>, keeps it, and asks again at its expiry or the next challenge.
/// </summary>
internal sealed class AgentAuthorization(AgentCredentials credentials, HttpMessageHandler transport, TimeProvider clock) : DelegatingHandler(transport)
{
    private readonly SemaphoreSlim _asking = new(1, 1);
    private AccessToken? _token;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var used = _token is { } known && known.ExpiresOn <= clock.GetUtcNow() ? await AskAsync(known, ct) : _token;
        var response = await SendWithAsync(used, request, ct);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !response.Headers.WwwAuthenticate.Any(challenge => challenge.Scheme == "Bearer")) return response;
        response.Dispose();
        return await SendWithAsync(await AskAsync(used, ct), request, ct);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _asking.Dispose();
        base.Dispose(disposing);
    }

    private Task<HttpResponseMessage> SendWithAsync(AccessToken? token, HttpRequestMessage request, CancellationToken ct)
    {
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        return base.SendAsync(request, ct);
    }

    private async Task<AccessToken> AskAsync(AccessToken? refused, CancellationToken ct)
    {
        await _asking.WaitAsync(ct);
        try
        {
            // Several requests of one start are challenged at once; the first one's token serves them all.
            if (_token is { } known && known != refused) return known;
            return _token = await RequestTokenAsync(ct);
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task<AccessToken> RequestTokenAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, credentials.TokenUrl)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ["client_assertion"] = Assertion(),
            }),
        };
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await base.SendAsync(request, ct);
        var answer = response.Content.Headers.ContentType?.MediaType == "application/json" ? await response.Content.ReadFromJsonAsync<JsonElement>(ct) : default;
        if (!response.IsSuccessStatusCode || answer.ValueKind != JsonValueKind.Object)
        {
            var description = answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("error_description", out var text) ? text.GetString() : null;
            throw new ServerException(ServerException.TokenRequest, response.StatusCode, description ?? $"The token endpoint answered {(int)response.StatusCode}.");
        }
        return new AccessToken(answer.GetProperty("access_token").GetString()!, clock.GetUtcNow() + TimeSpan.FromSeconds(answer.GetProperty("expires_in").GetInt32()));
    }

    private string Assertion()
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var unsigned = Part(new { typ = "JWT", alg = "RS256" }) + "." + Part(new
        {
            sub = credentials.ClientId, jti = Guid.NewGuid(), iss = credentials.ClientId, aud = credentials.AuthorizationUrl.AbsoluteUri, nbf = now, exp = now + 300,
        });
        var signature = credentials.Key.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return unsigned + "." + Base64Url.EncodeToString(signature);
    }

    private static string Part(object claims) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));

    private sealed record AccessToken(string Value, DateTimeOffset ExpiresOn)
    {
        public override string ToString() => $"token until {ExpiresOn:u}";
    }
}
