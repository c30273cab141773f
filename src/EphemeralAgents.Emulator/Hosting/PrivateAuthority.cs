using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EphemeralAgents.Emulator.Hosting;

/// <summary>A certificate authority of the emulator's own and the certificate that it made for loopback. Both die with the process.</summary>
internal sealed class PrivateAuthority : IDisposable
{
    private readonly X509Certificate2 _authority;

    public PrivateAuthority(TimeProvider clock)
    {
        var from = clock.GetUtcNow().AddHours(-1);
        _authority = SelfSigned(from);
        Server = Issue(_authority, from);
    }

    public X509Certificate2 Server { get; }

    public string CertificatePem => _authority.ExportCertificatePem();

    public void Dispose()
    {
        Server.Dispose();
        _authority.Dispose();
    }

    private static X509Certificate2 SelfSigned(DateTimeOffset from)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Ephemeral Agents Emulator", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(from, from.AddDays(30));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, DateTimeOffset from)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var issued = request.Create(authority, from, from.AddDays(29), RandomNumberGenerator.GetBytes(12));
        using var withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }
}
