using System.Net.Sockets;
using System.Security.Authentication;

namespace EphemeralAgents.Provisioning;

/// <summary>A server could not be reached at all, or its certificate is not trusted here.</summary>
public sealed class ConnectionFailedException : ProvisioningException
{
    private ConnectionFailedException(string message, Exception cause) : base(ExitCode.Failed, message, cause)
    {
    }

    /// <returns>The failure when a missing connection is what <paramref name="exception"/> came from, however deep; otherwise null.</returns>
    public static ConnectionFailedException? From(Exception exception, Uri address)
    {
        Exception? deepest = null;
        var isUntrusted = false;
        for (var cause = exception; cause is not null; cause = Cause(cause))
        {
            isUntrusted |= cause is AuthenticationException;
            if (cause is HttpRequestException or SocketException or IOException or AuthenticationException or TimeoutException) deepest = cause;
        }

        var server = address.GetLeftPart(UriPartial.Authority);
        return deepest is null ? null
            : new ConnectionFailedException(isUntrusted
                ? $"""
                    The certificate of {server} is not trusted here: {deepest.Message}
                    If the server or a proxy on the way has a private certificate authority, pass its certificates (SSL_CERT_FILE names a PEM file).
                    """
                : $"""
                    {server} could not be reached: {deepest.Message}
                    Check the address, name resolution, proxy and firewall of the machine that runs this.
                    """, exception);
    }

    // Retries are reported together; the last one is as good as any.
    private static Exception? Cause(Exception exception) => exception is AggregateException all ? all.InnerExceptions[^1] : exception.InnerException;
}
