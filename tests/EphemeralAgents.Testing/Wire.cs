using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using EphemeralAgents.Emulator;

namespace EphemeralAgents.Testing;

/// <summary>
/// The wire between the code under test and an emulated cloud, whose certificate it trusts: everything on it is recorded, and a
/// test may put an answer of its own in the way.
/// </summary>
public sealed class Wire : DelegatingHandler
{
    private readonly ConcurrentQueue<Exchange> _exchanges = new();

    public Wire(EmulatedCloud cloud) : base(Trusting(cloud.CaCertificatePath)) =>
        Transport = new HttpClientTransport(new HttpClient(this, disposeHandler: false) { Timeout = System.Threading.Timeout.InfiniteTimeSpan });

    public HttpClientTransport Transport { get; }

    /// <summary>Answers a request in place of the cloud; null lets it pass.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> Answer { get; set; } = _ => null;

    /// <summary>Decides, after the cloud has answered, whether the answer gets lost on the way.</summary>
    public Func<HttpRequestMessage, bool> Loses { get; set; } = _ => false;

    /// <summary>In the order of the answers.</summary>
    public IReadOnlyList<Exchange> Exchanges => [.. _exchanges];

    /// <summary>An answer as JSON, for <see cref="Answer"/>.</summary>
    public static HttpResponseMessage Json(HttpStatusCode status, string json) => new(status) { Content = new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        var response = Answer(request) ?? await base.SendAsync(request, cancellationToken);
        var isLost = Loses(request);
        var received = await response.Content.ReadAsStringAsync(cancellationToken);
        _exchanges.Enqueue(new Exchange(request.Method.Method, request.RequestUri!, sent, (int)response.StatusCode, received));
        if (!isLost) return response;
        response.Dispose();
        throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer was lost.");
    }

    private static SocketsHttpHandler Trusting(string caCertificatePath)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(caCertificatePath);
        return new SocketsHttpHandler { AllowAutoRedirect = false, SslOptions = new() { CertificateChainPolicy = policy } };
    }
}

/// <summary>A request and its answer.</summary>
public sealed record Exchange(string Method, Uri Uri, string? Sent, int Status, string Received)
{
    public JsonNode SentJson => JsonNode.Parse(Sent!)!;

    public JsonNode ReceivedJson => JsonNode.Parse(Received)!;

    public override string ToString() => $"{Method} {Uri.PathAndQuery}";
}
