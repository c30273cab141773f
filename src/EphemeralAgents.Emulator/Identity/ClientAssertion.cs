using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace EphemeralAgents.Emulator.Identity;

/// <summary>What a client proves itself with instead of a secret: a token of another issuer, or a JWT that its certificate's key signed.</summary>
internal static class ClientAssertion
{
    public static void Verify(AppRegistration app, string assertion, Tokens tokens, Uri emulator, DateTimeOffset now)
    {
        if (tokens.Find(assertion) is { } foreign) VerifyFederated(app, foreign);
        else VerifySigned(app, assertion, emulator, now);
    }

    private static void VerifyFederated(AppRegistration app, IssuedToken foreign)
    {
        if (foreign.Audience != Resources.TokenExchange || foreign.Subject is null || !app.FederatedSubjects.Contains(foreign.Subject))
        {
            throw EntraException.NoFederatedCredential(foreign.Subject);
        }
    }

    private static void VerifySigned(AppRegistration app, string assertion, Uri emulator, DateTimeOffset now)
    {
        var (header, claims, signed, signature) = Read(assertion);
        var certificate = app.Certificates.FirstOrDefault(one => IsNamedBy(header, one)) ?? throw EntraException.UnknownCertificate();
        using var key = certificate.GetRSAPublicKey() ?? throw EntraException.UnknownCertificate();
        var padding = Text(header, "alg") switch
        {
            "PS256" => RSASignaturePadding.Pss,
            "RS256" => RSASignaturePadding.Pkcs1,
            _ => throw EntraException.MalformedAssertion(),
        };
        if (!key.VerifyData(Encoding.ASCII.GetBytes(signed), signature, HashAlgorithmName.SHA256, padding)) throw EntraException.UnknownCertificate();
        if (Text(claims, "iss") != app.ClientId || Text(claims, "sub") != app.ClientId) throw EntraException.UnknownApp(Text(claims, "iss") ?? "");
        if (!(Text(claims, "aud") ?? "").StartsWith(emulator.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)) throw EntraException.WrongAssertionAudience();
        if (Seconds(claims, "exp") is not { } expires || expires <= now || Seconds(claims, "nbf") > now.AddMinutes(5)) throw EntraException.AssertionOutOfTime();
    }

    private static bool IsNamedBy(JsonElement header, X509Certificate2 certificate) =>
        Text(header, "x5t#S256") == Base64Url.EncodeToString(certificate.GetCertHash(HashAlgorithmName.SHA256))
        || Text(header, "x5t") == Base64Url.EncodeToString(certificate.GetCertHash());

    private static (JsonElement Header, JsonElement Claims, string Signed, byte[] Signature) Read(string assertion)
    {
        try
        {
            var parts = assertion.Split('.');
            if (parts.Length != 3) throw EntraException.MalformedAssertion();
            return (Json(parts[0]), Json(parts[1]), $"{parts[0]}.{parts[1]}", Base64Url.DecodeFromChars(parts[2]));
        }
        catch (Exception failure) when (failure is FormatException or JsonException)
        {
            throw EntraException.MalformedAssertion();
        }
    }

    private static JsonElement Json(string part) => JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(part));

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // MSAL writes these numbers as text, and Entra takes them.
    private static DateTimeOffset? Seconds(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
