using System.Security.Cryptography.X509Certificates;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>A certificate and its private key in one PEM file.</summary>
internal static class CertificateFile
{
    /// <returns>Null where the file cannot be read or does not hold both.</returns>
    public static X509Certificate2? TryRead(string path)
    {
        try
        {
            return ConnectionReader.TryReadCertificate(File.ReadAllText(path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
