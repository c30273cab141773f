using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EphemeralAgents.AzurePipelines.TaskEnvironment;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>Reads the service connection that an input names, and collects what is wrong with it.</summary>
/// <param name="kind">What the connection is called where people make it.</param>
internal sealed class ConnectionReader(InputReader inputs, Input input, string kind)
{
    private const string Instead = "use workload identity federation, a service principal with a secret or a certificate, or a managed identity";

    public ServiceConnection? Find(string id)
    {
        var connection = inputs.Pipeline.FindServiceConnection(id);
        if (connection is null) inputs.Problem(input, $"{InputReader.Shown(id)} was not handed over by the agent: name {kind} service connection that this pipeline may use.");
        return connection;
    }

    public void Problem(string problem) => inputs.Problem(input, problem);

    /// <summary>The value, or a problem: the connection lacks <paramref name="what"/>.</summary>
    public string? Need(string? value, string what)
    {
        if (value is null) Problem($"lacks {what}.");
        return value;
    }

    /// <summary>Null, and a problem, where an address would have secrets sent in clear.</summary>
    public Uri? Secure(Uri? address)
    {
        if (address is null || address.Scheme == Uri.UriSchemeHttps) return address;
        Problem($"leads to {address}: use an address that begins with https://.");
        return null;
    }

    /// <summary>Who the connection signs in as.</summary>
    public EntraIdentity? Identity(ServiceConnection connection)
    {
        if (Is(connection.Scheme, "ManagedServiceIdentity")) return new MachineIdentity(connection.Data("MsiClientId")) { TenantId = connection.Parameter("TenantId") };
        if (Is(connection.Scheme, "WorkloadIdentityFederation")) return Federated(connection);
        if (Is(connection.Scheme, "ServicePrincipal")) return Principal(connection);
        Problem($"signs in by {InputReader.Shown(connection.Scheme)}, which is not supported: {Instead}.");
        return null;
    }

    private EntraIdentity? Principal(ServiceConnection connection)
    {
        var (tenant, client) = TenantAndClient(connection);
        if (Is(connection.Parameter("AuthenticationType"), "spnCertificate"))
        {
            var certificate = Need(connection.Parameter("ServicePrincipalCertificate"), "a certificate") is { } pem ? Certificate(pem) : null;
            return tenant is null || client is null || certificate is null ? null : new CertificateIdentity(client, certificate) { TenantId = tenant };
        }

        var secret = Need(connection.Parameter("ServicePrincipalKey"), "a secret");
        return tenant is null || client is null || secret is null ? null : new SecretIdentity(client, secret) { TenantId = tenant };
    }

    private FederatedIdentity? Federated(ServiceConnection connection)
    {
        var (tenant, client) = TenantAndClient(connection);
        var url = Secure(inputs.Pipeline.OidcRequestUrl);
        if (inputs.Pipeline.OidcRequestUrl is null || inputs.Pipeline.JobToken is null)
            Problem("signs in by workload identity federation, which only a job of a pipeline can: its token and the variables System.PlanId and System.JobId are missing here.");
        return tenant is null || client is null || url is null || inputs.Pipeline.JobToken is not { } token ? null
            : new FederatedIdentity(client, connection.Id, url, token) { TenantId = tenant };
    }

    private (string? Tenant, string? Client) TenantAndClient(ServiceConnection connection) =>
        (Need(connection.Parameter("TenantId"), "a tenant"), Need(connection.Parameter("ServicePrincipalId"), "a service principal's id"));

    private X509Certificate2? Certificate(string pem)
    {
        var certificate = TryReadCertificate(pem);
        if (certificate is null) Problem("has a certificate that cannot be used: put PEM text with a certificate and its unencrypted RSA private key into the service connection.");
        return certificate;
    }

    /// <summary>A certificate and its private key from one PEM text; null where it does not hold both.</summary>
    public static X509Certificate2? TryReadCertificate(string pem)
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPem(pem, pem);
            using var key = certificate.GetRSAPrivateKey();
            return key is null ? null : certificate;
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static bool Is(string? text, string expected) => expected.Equals(text, StringComparison.OrdinalIgnoreCase);
}
