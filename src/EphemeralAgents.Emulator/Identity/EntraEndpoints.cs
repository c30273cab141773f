using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Identity;

/// <summary>
/// Entra's token endpoint. The authority <c>/adfs</c> is for clients that insist on instance discovery at Microsoft for any other
/// authority (MSAL 1.21 in az 2.45): with it they never leave the emulator.
/// </summary>
internal static class EntraEndpoints
{
    public static void Map(IEndpointRouteBuilder app, EmulatedCloud cloud)
    {
        app.MapPost("/adfs/oauth2/token", (HttpRequest request) => AnswerAsync(cloud, World.TenantId, request));
        app.MapPost("/{tenant}/oauth2/v2.0/token", (string tenant, HttpRequest request) => AnswerAsync(cloud, tenant, request));
        app.MapPost("/{tenant}/oauth2/token", (string tenant, HttpRequest request) => AnswerAsync(cloud, tenant, request));
        DiscoveryEndpoints.Map(app, cloud);
    }

    private static async Task<IResult> AnswerAsync(EmulatedCloud cloud, string tenant, HttpRequest request)
    {
        try
        {
            var form = request.HasFormContentType ? await request.ReadFormAsync() : FormCollection.Empty;
            var token = Issue(cloud, tenant, form);
            return Results.Json(new JsonObject
            {
                ["token_type"] = "Bearer",
                ["expires_in"] = (int)cloud.Directory.TokenLifetime.TotalSeconds,
                ["ext_expires_in"] = (int)cloud.Directory.TokenLifetime.TotalSeconds,
                ["access_token"] = token.Value,
            });
        }
        catch (EntraException refused)
        {
            return Results.Json(refused.Body(cloud.Settings.Clock), statusCode: refused.Status);
        }
    }

    private static IssuedToken Issue(EmulatedCloud cloud, string tenant, IFormCollection form)
    {
        if (!tenant.Equals(World.TenantId, StringComparison.OrdinalIgnoreCase)) throw EntraException.TenantNotFound(tenant);
        if (Required(form, "grant_type") is var grant and not "client_credentials") throw EntraException.UnsupportedGrant(grant);
        var clientId = Required(form, "client_id");
        var app = cloud.Directory.FindApp(clientId) ?? throw EntraException.UnknownApp(clientId);
        Authenticate(cloud, app, form);
        var scope = form["scope"].FirstOrDefault() ?? Required(form, "resource");
        var resource = Resources.Find(scope, cloud.Address) ?? throw EntraException.UnknownResource(scope);
        return cloud.Tokens.Issue(app.Principal, resource, cloud.Directory.TokenLifetime);
    }

    private static void Authenticate(EmulatedCloud cloud, AppRegistration app, IFormCollection form)
    {
        if (form["client_secret"].FirstOrDefault() is { Length: > 0 } secret)
        {
            if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(app.Secret))) throw EntraException.WrongSecret(app.ClientId);
            if (app.SecretExpiresOn <= cloud.Settings.Clock.GetUtcNow()) throw EntraException.ExpiredSecret(app.ClientId);
        }
        else if (form["client_assertion"].FirstOrDefault() is { Length: > 0 } assertion)
        {
            ClientAssertion.Verify(app, assertion, cloud.Tokens, cloud.Address, cloud.Settings.Clock.GetUtcNow());
        }
        else throw EntraException.NoCredential();
    }

    private static string Required(IFormCollection form, string name) =>
        form[name].FirstOrDefault() is { Length: > 0 } value ? value : throw EntraException.MissingParameter(name);
}
