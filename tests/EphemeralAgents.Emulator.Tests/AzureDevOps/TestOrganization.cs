using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

/// <summary>One answer, as it came.</summary>
internal sealed record Answer(int Status, HttpResponseMessage Message, byte[] Content)
{
    public string Text => Encoding.UTF8.GetString(Content);
    public JsonNode Json => JsonNode.Parse(Content)!;
    public string? ErrorType => (string?)Json["typeKey"];
}

/// <summary>An emulated organization on a clock that the test turns, and a plain HTTP client for it.</summary>
internal sealed class TestOrganization : IAsyncDisposable
{
    private readonly HttpClient _client;

    private TestOrganization(EmulatedCloud cloud, ManualClock clock)
    {
        (Cloud, Clock) = (cloud, clock);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(cloud.CaCertificatePath);
        _client = new HttpClient(handler) { BaseAddress = cloud.OrganizationUrl };
    }

    public EmulatedCloud Cloud { get; }
    public ManualClock Clock { get; }
    public Organization Organization => Cloud.AzureDevOps;
    public Pool Pool => Organization.Pools[World.PoolId];
    public string Admin => Organization.AdministratorToken;

    /// <summary>A token of the build identity: what a job holds.</summary>
    public string Build(Guid? jobId = null) => Organization.IssueJobToken(jobId ?? Guid.NewGuid());

    public static async Task<TestOrganization> StartAsync()
    {
        var clock = new ManualClock();
        return new TestOrganization(await EmulatedCloud.StartAsync(new EmulatorSettings { Clock = clock, Latencies = Latencies.None }), clock);
    }

    /// <summary>Sends with a Bearer token; a path is relative to the organization.</summary>
    public Task<Answer> SendAsync(string method, string path, string? token, string? json = null, CancellationToken ct = default)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("X-TFS-FedAuthRedirect", "Suppress");
        request.Headers.TryAddWithoutValidation("Accept", "application/json; api-version=5.1-preview.1");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8; api-version=5.1-preview.1");
        }

        return SendAsync(request, ct);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request, CancellationToken ct = default)
    {
        var answer = await _client.SendAsync(request, ct);
        return new Answer((int)answer.StatusCode, answer, await answer.Content.ReadAsByteArrayAsync(ct));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Cloud.DisposeAsync();
    }
}
