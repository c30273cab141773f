using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>
/// The container registry whose login server is the emulator's own address, the only one that can be reached here: its images need a
/// credential, those of every other registry do not.
/// </summary>
public sealed class Registry
{
    public const string Id = $"/subscriptions/{World.SubscriptionId}/resourceGroups/{World.ResourceGroup}/providers/Microsoft.ContainerRegistry/registries/fabrikam";

    /// <summary>What the role AcrPull permits.</summary>
    public const string Pull = "Microsoft.ContainerRegistry/registries/pull/read";

    // Goes with a token of the registry's own in place of a password.
    private const string Nobody = "00000000-0000-0000-0000-000000000000";
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(3);
    private readonly EmulatedCloud _cloud;

    internal Registry(EmulatedCloud cloud) => _cloud = cloud;

    /// <summary><c>127.0.0.1:PORT</c></summary>
    public string Server => _cloud.Address.Authority;

    /// <summary>A user of the registry itself, who may pull.</summary>
    public string Username { get; } = "puller";

    /// <summary>The password of <see cref="Username"/>, new at every start.</summary>
    public string Password { get; } = RandomNumberGenerator.GetHexString(40);

    /// <summary>A token of the registry's own for a token of Entra, whoever that speaks for: what he may is looked at when he pulls.</summary>
    internal static async Task<IResult> ExchangeAsync(Registry registry, HttpRequest request)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync() : FormCollection.Empty;
        var token = registry._cloud.Tokens.Find(form["access_token"].FirstOrDefault());
        if (form["grant_type"] != "access_token" || form["service"] != registry.Server || token?.Audience != Resources.ResourceManager) return Unauthorized();
        if (form["tenant"].FirstOrDefault() is { } tenant && tenant != World.TenantId) return Unauthorized();
        var issued = registry._cloud.Tokens.Issue(token.Principal, registry.Server, TokenLifetime);
        return Results.Json(new JsonObject { ["refresh_token"] = issued.Value });
    }

    /// <summary>Whether the image can be pulled with what the body of a container group says.</summary>
    internal bool MayPull(string image, ContainerGroup group) =>
        !image.StartsWith($"{Server}/", StringComparison.OrdinalIgnoreCase)
        || group.Properties.Objects("imageRegistryCredentials").Any(one => Server.Equals(one.Text("server"), StringComparison.OrdinalIgnoreCase) && IsGood(one));

    private bool IsGood(JsonObject credential)
    {
        if (credential.Text("identity") is { } identity) return IsPuller(_cloud.Directory.FindIdentity(identity)?.ClientId);
        var (username, password) = (credential.Text("username") ?? "", credential.Text("password"));
        if (username == Username) return password == Password;
        if (username == Nobody) return _cloud.Tokens.Find(password) is { } token && token.Audience == Server && IsPuller(token.Principal.Id);
        return _cloud.Directory.FindApp(username) is { } app && app.Secret == password && IsPuller(app.ClientId);
    }

    private bool IsPuller(string? principalId) => principalId is not null && _cloud.Azure.Roles.Allow(principalId, Pull, Id);

    private static IResult Unauthorized() => Results.Json(
        new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = "UNAUTHORIZED", ["message"] = "authentication required, visit https://aka.ms/acr/authorization for more information." }) },
        statusCode: StatusCodes.Status401Unauthorized);
}
