using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EphemeralAgents.StandInAgent.Connection;

/// <summary>Values for the places of a route template, and the query.</summary>
internal sealed record Route(Location Location, IReadOnlyDictionary<string, string> Values, string Query = "");

/// <summary>
/// One connection to the organization, made like the official client's: connection data first, the locations of the resources at
/// the first use of one, every address from its route template.
/// </summary>
internal sealed partial class ServerConnection(HttpClient http, Uri server, TimeProvider clock)
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(100);
    private readonly SemaphoreSlim _discovering = new(1, 1);
    private IReadOnlyDictionary<Guid, string>? _templates;

    /// <summary>GET connectionData. Fails where the answer has no location data: so does the official client.</summary>
    public async Task ConnectAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, "_apis/connectionData?connectOptions=1&lastChangeId=-1&lastChangeId64=-1"));
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.ExpectContinue = true;
        using var response = await SendAsync(request, RequestTimeout, ct);
        var data = await ReadAsync<JsonElement>(response, ct);
        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("locationServiceData", out _))
            throw new ServerException(ServerException.Untyped, response.StatusCode, "The connection data has no locationServiceData.");
    }

    public async Task<T?> SendAsync<T>(HttpMethod method, Route route, object? body, CancellationToken ct, TimeSpan? timeout = null)
    {
        using var request = await RequestAsync(method, route, "application/json", ct);
        if (body is not null) request.Content = Content(JsonSerializer.SerializeToUtf8Bytes(body, Json.Options), "application/json; charset=utf-8", route);
        using var response = await SendAsync(request, timeout ?? RequestTimeout, ct);
        return await ReadAsync<T>(response, ct);
    }

    public async Task SendAsync(HttpMethod method, Route route, object? body, CancellationToken ct) => await SendAsync<JsonElement>(method, route, body, ct);

    /// <summary>Sends bytes as they are: a log's content, an attachment.</summary>
    public async Task UploadAsync(HttpMethod method, Route route, byte[] content, CancellationToken ct)
    {
        using var request = await RequestAsync(method, route, "application/json", ct);
        request.Content = Content(content, "application/octet-stream", route);
        using var response = await SendAsync(request, RequestTimeout, ct);
    }

    public async Task DownloadAsync(Route route, string mediaType, Stream destination, CancellationToken ct)
    {
        using var request = await RequestAsync(HttpMethod.Get, route, mediaType, ct);
        using var response = await SendAsync(request, TimeSpan.FromMinutes(20), ct);
        await response.Content.CopyToAsync(destination, ct);
    }

    private static ByteArrayContent Content(byte[] bytes, string type, Route route) =>
        new(bytes) { Headers = { ContentType = MediaTypeHeaderValue.Parse($"{type}; api-version={route.Location.ApiVersion}") } };

    private async Task<HttpRequestMessage> RequestAsync(HttpMethod method, Route route, string accept, CancellationToken ct)
    {
        var request = new HttpRequestMessage(method, await AddressAsync(route, ct));
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse($"{accept}; api-version={route.Location.ApiVersion}"));
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, TimeSpan timeout, CancellationToken ct)
    {
        request.Headers.Add("X-VSS-E2EID", Guid.NewGuid().ToString());
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            var response = await http.SendAsync(request, either.Token);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw await ServerException.ReadAsync(response, either.Token);
        }
        catch (OperationCanceledException expired) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer within {timeout.TotalSeconds:0} s.", expired);
        }
    }

    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, CancellationToken ct)
    {
        var body = await response.Content.ReadAsByteArrayAsync(ct);
        if (body.Length == 0) return default;
        if (response.StatusCode != HttpStatusCode.NonAuthoritativeInformation && response.Content.Headers.ContentType?.MediaType == "application/json")
            return JsonSerializer.Deserialize<T>(body, Json.Options);
        throw new ServerException(ServerException.Untyped, response.StatusCode, $"Invalid response content type: {response.Content.Headers.ContentType?.MediaType}");
    }

    private async Task<Uri> AddressAsync(Route route, CancellationToken ct)
    {
        var templates = await TemplatesAsync(ct);
        if (!templates.TryGetValue(route.Location.Id, out var template))
            throw new ServerException("VssResourceNotFoundException", HttpStatusCode.NotFound, $"API resource location {route.Location.Id} is not registered on {server}.");
        // What has no value is optional, and an optional place is the last one: the slash before it goes with it.
        var path = Place().Replace(template, place => route.Values.TryGetValue(place.Groups["name"].Value, out var value) ? Uri.EscapeDataString(value) : "");
        return new Uri(server, path.Trim('/') + (route.Query.Length > 0 ? "?" + route.Query : ""));
    }

    private async Task<IReadOnlyDictionary<Guid, string>> TemplatesAsync(CancellationToken ct)
    {
        await _discovering.WaitAsync(ct);
        try
        {
            if (_templates is not null) return _templates;
            using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(server, "_apis/"));
            using var response = await SendAsync(request, RequestTimeout, ct);
            var resources = await ReadAsync<ResourceList>(response, ct);
            return _templates = resources!.Value.ToDictionary(
                resource => resource.Id,
                resource => resource.RouteTemplate
                    .Replace("{area}", resource.Area, StringComparison.OrdinalIgnoreCase)
                    .Replace("{resource}", resource.ResourceName, StringComparison.OrdinalIgnoreCase));
        }
        finally
        {
            _discovering.Release();
        }
    }

    [GeneratedRegex(@"\{\*?(?<name>\w+)\??\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();

    private sealed record ResourceList(IReadOnlyList<Resource> Value);

    private sealed record Resource(Guid Id, string Area, string ResourceName, string RouteTemplate);
}
