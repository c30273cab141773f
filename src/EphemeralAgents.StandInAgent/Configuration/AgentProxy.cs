using System.Net;
using System.Text.RegularExpressions;

namespace EphemeralAgents.StandInAgent.Configuration;

/// <summary>
/// The proxy of the file <c>.proxy</c> (its URL), or of the variable VSTS_HTTP_PROXY; each line of <c>.proxybypass</c> is a
/// regular expression of addresses that are reached directly.
/// </summary>
internal sealed class AgentProxy(Uri address, IReadOnlyList<Regex> bypass) : IWebProxy
{
    public Uri Address { get; } = address;
    public ICredentials? Credentials { get; set; }

    /// <summary>Null when there is none: the agent does not look at HTTPS_PROXY.</summary>
    public static AgentProxy? Load(AgentFolder folder)
    {
        var address = File.Exists(folder.Proxy) ? File.ReadAllText(folder.Proxy).Trim() : Environment.GetEnvironmentVariable("VSTS_HTTP_PROXY");
        if (string.IsNullOrEmpty(address)) return null;
        var bypass = File.Exists(folder.ProxyBypass) ? File.ReadAllLines(folder.ProxyBypass) : [];
        return new AgentProxy(new Uri(address),
            [.. bypass.Where(line => line.Length > 0).Select(line => new Regex(line.Trim(), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))]);
    }

    public Uri GetProxy(Uri destination) => IsBypassed(destination) ? destination : Address;

    public bool IsBypassed(Uri host) => bypass.Any(pattern => pattern.IsMatch(host.AbsoluteUri));
}
