using System.Text;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>Who a request speaks for, and what the service does with one that speaks for nobody.</summary>
internal static class SignIn
{
    /// <summary>The application id of Azure DevOps in Entra.</summary>
    public const string Resource = "499b84ac-1321-427f-aa17-267ca6975798";

    private const string Page = "<!DOCTYPE html><html><head><title>Azure DevOps Services | Sign In</title></head><body>Sign in to your account</body></html>";

    /// <summary>The token as Bearer, or as the password of Basic with any user name; null when it is worth nothing here.</summary>
    public static IssuedToken? Authenticate(HttpRequest request, Organization organization)
    {
        var token = organization.Tokens.Find(Credential(request));
        return token is not null && (token.Audience == World.Organization || IsOfEntra(token) && organization.Knows(token.Principal)) ? token : null;
    }

    /// <summary>401 for a client that says it can handle one, else the sign-in page: by redirect, or with status 203 for a bad Basic credential.</summary>
    public static IResult Refuse(HttpContext http)
    {
        if (string.Equals(http.Request.Headers["X-TFS-FedAuthRedirect"], "Suppress", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.WWWAuthenticate = new([
                $"Bearer authorization_uri=https://login.microsoftonline.com/{World.TenantId}", $"Basic realm=\"{http.Request.Scheme}://{http.Request.Host}/\"", "TFS-Federated",
            ]);
            return Results.Text("", "text/html", statusCode: 401);
        }

        return http.Request.Headers.Authorization.ToString().StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
            ? ShowPage()
            : Results.Redirect($"{http.Request.Scheme}://{http.Request.Host}/{World.Organization}/_signin?realm=dev.azure.com");
    }

    public static IResult ShowPage() => Results.Text(Page, "text/html; charset=utf-8", statusCode: 203);

    private static bool IsOfEntra(IssuedToken token) => token.Audience.Contains(Resource, StringComparison.OrdinalIgnoreCase);

    private static string? Credential(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return header[7..].Trim();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return null;
        var decoded = new byte[header.Length];
        return Convert.TryFromBase64String(header[6..].Trim(), decoded, out var length) ? Encoding.UTF8.GetString(decoded, 0, length).Split(':', 2)[^1] : null;
    }
}
