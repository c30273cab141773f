using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using EphemeralAgents.Supervisor.Reporting;

namespace EphemeralAgents.Supervisor.Network;

/// <summary>
/// Waits until Azure DevOps can be reached. A container in a virtual network may have no network for a while after it has
/// started, or never; which stage fails tells why: name resolution, connection, encryption, or the service itself.
/// </summary>
internal sealed class NetworkGate(Uri organization, X509ChainPolicy? trust, TimeSpan limit, TimeProvider clock, StageLines stages)
{
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(15);

    private readonly HashSet<string> _passed = new(StringComparer.Ordinal);
    private string _stage = Dns;
    private string? _lastReason;

    private const string Dns = "network.dns";
    private const string Tcp = "network.tcp";
    private const string Tls = "network.tls";
    private const string Http = "network.http";

    /// <returns>False when the limit has passed; the stage that failed has been named.</returns>
    public async Task<bool> PassAsync(CancellationToken stop)
    {
        var patience = new Patience(clock, limit);
        while (true)
        {
            try
            {
                await Attempt.WithinAsync(LongestAttempt, clock, AskAsync, stop);
                return true;
            }
            catch (Exception failure) when (failure is HttpRequestException or TimeoutException or SocketException or IOException)
            {
                var reason = Reason.Of(failure);
                if (reason != _lastReason) stages.Write(_stage, Outcome.Retrying, reason);
                _lastReason = reason;
                if (await patience.WaitAsync(stop)) continue;
                stages.Write(_stage, Outcome.Failed, $"{reason} Given up after {limit.TotalSeconds:0} s: {Remedy}");
                return false;
            }
        }
    }

    private string Remedy => _stage switch
    {
        Dns => $"does the virtual network's DNS resolve '{organization.Host}'? Container groups use dnsConfig only.",
        Tcp => $"does the subnet let traffic out to {organization.Host}:{organization.Port} (NAT gateway, firewall, network security group)?",
        Tls => "is a proxy in between whose certificate authority the image does not trust?",
        _ => $"does {organization} answer?",
    };

    // Any answer is good: nobody has signed in yet.
    private async Task<bool> AskAsync(CancellationToken ct)
    {
        _stage = Dns;
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectCallback = ConnectAsync,
            PlaintextStreamFilter = (context, _) =>
            {
                if (organization.Scheme == Uri.UriSchemeHttps) Passed(Tls, next: Http, context.NegotiatedHttpVersion.ToString());
                return ValueTask.FromResult(context.PlaintextStream);
            },
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust?.Clone() },
        };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(organization, "_apis/connectionData"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Add("X-TFS-FedAuthRedirect", "Suppress");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        Passed(Http, next: Http, $"{(int)response.StatusCode} from {organization.Host}");
        return true;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await System.Net.Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        Passed(Dns, next: Tcp, string.Join(", ", addresses.Select(address => address.ToString())));
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            Passed(Tcp, next: organization.Scheme == Uri.UriSchemeHttps ? Tls : Http, $"port {context.DnsEndPoint.Port}");
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Passed(string stage, string next, string? detail)
    {
        _stage = next;
        if (_passed.Add(stage)) stages.Write(stage, Outcome.Ok, detail);
    }
}
