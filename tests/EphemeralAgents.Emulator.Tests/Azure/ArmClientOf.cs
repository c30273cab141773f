using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Tests.Azure;

/// <summary>A plain HTTP client of an emulated cloud, signed in as one application.</summary>
internal sealed class ArmClientOf : IDisposable
{
    private readonly HttpClient _http;

    private ArmClientOf(HttpClient http) => _http = http;

    public static string ResourceGroupPath => $"/subscriptions/{World.SubscriptionId}/resourceGroups/{World.ResourceGroup}";
    public static string GroupPath(string name) => $"{ResourceGroupPath}/providers/Microsoft.ContainerInstance/containerGroups/{name}";

    /// <summary>Null signs nobody in.</summary>
    public static async Task<ArmClientOf> SignInAsync(EmulatedCloud cloud, AppRegistration? app)
    {
        var http = Trusting(cloud);
        if (app is null) return new(http);
        using var answer = await http.PostAsync($"/{World.TenantId}/oauth2/v2.0/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = app.ClientId, ["client_secret"] = app.Secret, ["scope"] = "https://management.azure.com//.default",
        }));
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>();
        http.DefaultRequestHeaders.Authorization = new("Bearer", body!["access_token"]!.GetValue<string>());
        return new(http);
    }

    public static HttpClient Trusting(EmulatedCloud cloud)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(cloud.CaCertificatePath);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } }) { BaseAddress = cloud.Address };
    }

    public void Bear(string token) => _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

    public async Task<ArmAnswer> SendAsync(HttpMethod method, string path, JsonNode? body = null, string? version = "2023-05-01")
    {
        var uri = version is null || path.Contains("api-version") ? path : $"{path}{(path.Contains('?') ? '&' : '?')}api-version={version}";
        using var request = new HttpRequestMessage(method, uri) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var headers = response.Headers.ToDictionary(one => one.Key, one => string.Join(",", one.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, headers, text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject);
    }

    public Task<ArmAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ArmAnswer> PutAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, body);

    public Task<ArmAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>Reads until the answer is as wanted; the test's own time limit ends a wait in vain.</summary>
    public async Task<ArmAnswer> GetUntilAsync(string path, Func<ArmAnswer, bool> wanted)
    {
        var limit = TimeProvider.System.GetUtcNow().AddSeconds(30);
        while (true)
        {
            var answer = await GetAsync(path);
            if (wanted(answer)) return answer;
            if (TimeProvider.System.GetUtcNow() > limit) Assert.Fail($"Still not as wanted: {answer.Status} {answer.Body}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public void Dispose() => _http.Dispose();
}

internal sealed record ArmAnswer(int Status, IReadOnlyDictionary<string, string> Headers, JsonObject? Body)
{
    public string? ErrorCode => Body?["error"]?["code"]?.GetValue<string>();
    public string? Message => Body?["error"]?["message"]?.GetValue<string>();
    public JsonNode Properties => Body!["properties"]!;
    public JsonNode FirstContainer => Properties["containers"]![0]!["properties"]!;
    public string? State => Body?["properties"]?["instanceView"]?["state"]?.GetValue<string>();
}
