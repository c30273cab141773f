using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EphemeralAgents.Emulator.Identity;

/// <summary>The certificate of <see cref="TenantDirectory.Deploy"/>, made once in each process, since its key takes long to make.</summary>
internal static class SeededCertificate
{
    private static readonly Lazy<(X509Certificate2 Certificate, string Pem)> Made = new(Make);

    /// <summary>Without the private key.</summary>
    public static X509Certificate2 Certificate => Made.Value.Certificate;

    /// <summary>With the private key. A secret.</summary>
    public static string Pem => Made.Value.Pem;

    private static (X509Certificate2, string) Make()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=fabrikam-deploy", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(30));
        var pem = certificate.ExportCertificatePem();
        return (X509CertificateLoader.LoadCertificate(certificate.RawData), $"{pem}\n{key.ExportPkcs8PrivateKeyPem()}");
    }
}
