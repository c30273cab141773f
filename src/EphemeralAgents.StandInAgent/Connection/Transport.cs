using System.Net;
using EphemeralAgents.StandInAgent.Configuration;

namespace EphemeralAgents.StandInAgent.Connection;

/// <summary>HTTP as the agent does it: its own proxy, no redirects (a sign-in page is not an answer), trust from the system or SSL_CERT_FILE.</summary>
internal static class Transport
{
    public static SocketsHttpHandler Create(AgentProxy? proxy) => new()
    {
        Proxy = proxy, UseProxy = proxy is not null, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.GZip, UseCookies = false,
    };

    public static HttpClient Client(HttpMessageHandler handler)
    {
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }; // every request has a limit of its own, by the clock
        client.DefaultRequestHeaders.Add("X-TFS-FedAuthRedirect", "Suppress");
        client.DefaultRequestHeaders.Add("X-TFS-Session", Guid.NewGuid().ToString());
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"VSServices/{AgentPackage.Version} VstsAgentCore-{AgentPackage.Os.ToLowerInvariant()}/{AgentPackage.Version}");
        return client;
    }
}
