using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace EphemeralAgents.Emulator.Identity;

/// <summary>
/// The instance metadata service as the containers of one group or a machine see it, on plain HTTP: it answers for the identities of
/// that group or machine only. Its port is taken at once, so that the containers can be told, but connections are refused until it is ready.
/// </summary>
internal sealed class ContainerIdentityEndpoint : IAsyncDisposable
{
    private readonly IReadOnlyList<ManagedIdentity> _identities;
    private readonly EmulatedCloud _cloud;
    private readonly TimeSpan _readyAfter;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public ContainerIdentityEndpoint(IReadOnlyList<ManagedIdentity> identities, EmulatedCloud cloud, TimeSpan readyAfter)
    {
        (_identities, _cloud, _readyAfter) = (identities, cloud, readyAfter);
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _serving = ServeAsync();
    }

    /// <summary>What tells Azure.Identity to come here instead of to 169.254.169.254.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = $"http://{_socket.LocalEndPoint}",
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        await Task.Delay(_readyAfter, _cloud.Settings.Clock, _stop.Token);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = _ => _socket);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen((IPEndPoint)_socket.LocalEndPoint!));
        await using var server = builder.Build();
        server.MapGet("/metadata/identity/oauth2/token", Answer);
        await server.StartAsync(_stop.Token);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private IResult Answer(HttpRequest request)
    {
        if (request.Headers["Metadata"] != "true") return Refuse("invalid_request", "Required metadata header not specified");
        if (request.Query["api-version"].Count == 0) return Refuse("invalid_request", "Required query variable 'api-version' is missing");
        if (request.Query["resource"].FirstOrDefault() is not { Length: > 0 } asked) return Refuse("invalid_request", "Required query variable 'resource' is missing");
        if (Resources.Find(asked, _cloud.Address) is not { } resource)
        {
            return Refuse("invalid_resource", $"AADSTS500011: The resource principal named {asked} was not found in the tenant named {World.TenantId}.");
        }
        var identity = Choose(request.Query["client_id"].FirstOrDefault(), request.Query["object_id"].FirstOrDefault(), request.Query["msi_res_id"].FirstOrDefault() ?? request.Query["mi_res_id"].FirstOrDefault(), out var why);
        if (identity is null) return Refuse("invalid_request", why);
        var token = _cloud.Tokens.Issue(identity.Principal, resource, _cloud.Directory.TokenLifetime);
        var seconds = ((int)_cloud.Directory.TokenLifetime.TotalSeconds).ToString();
        return Results.Json(new JsonObject
        {
            ["access_token"] = token.Value, ["client_id"] = identity.ClientId, ["expires_in"] = seconds, ["expires_on"] = token.ExpiresOn.ToUnixTimeSeconds().ToString(),
            ["ext_expires_in"] = seconds, ["not_before"] = _cloud.Settings.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(), ["resource"] = asked, ["token_type"] = "Bearer",
        });
    }

    private ManagedIdentity? Choose(string? clientId, string? objectId, string? resourceId, out string why)
    {
        why = "Identity not found";
        if (clientId is not null) return _identities.FirstOrDefault(one => one.ClientId.Equals(clientId, StringComparison.OrdinalIgnoreCase));
        if (objectId is not null) return _identities.FirstOrDefault(one => one.PrincipalId.Equals(objectId, StringComparison.OrdinalIgnoreCase));
        if (resourceId is not null) return _identities.FirstOrDefault(one => one.Id.Equals(resourceId, StringComparison.OrdinalIgnoreCase));
        if (_identities.Count > 1) why = "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request";
        return _identities.Count == 1 ? _identities[0] : null;
    }

    private static IResult Refuse(string error, string description) =>
        Results.Json(new JsonObject { ["error"] = error, ["error_description"] = description }, statusCode: StatusCodes.Status400BadRequest);
}
