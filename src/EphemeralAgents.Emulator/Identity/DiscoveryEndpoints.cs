using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Identity;

/// <summary>Where clients learn the addresses of everything else.</summary>
internal static class DiscoveryEndpoints
{
    public static void Map(IEndpointRouteBuilder app, EmulatedCloud cloud)
    {
        app.MapGet("/metadata/endpoints", (HttpRequest request) => Results.Json(Metadata(cloud, request.Query["api-version"].FirstOrDefault() ?? "2015-01-01")));
        app.MapGet("/adfs/.well-known/openid-configuration", () => Results.Json(OpenId(cloud, "adfs", "oauth2/token")));
        app.MapGet("/{tenant}/.well-known/openid-configuration", (string tenant) => Results.Json(OpenId(cloud, tenant, "oauth2/token")));
        app.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", (string tenant) => Results.Json(OpenId(cloud, tenant, "oauth2/v2.0/token")));
        app.MapGet("/common/discovery/instance", () => Results.Json(new JsonObject
        {
            ["tenant_discovery_endpoint"] = At(cloud, $"{World.TenantId}/v2.0/.well-known/openid-configuration"),
            ["api-version"] = "1.1",
            ["metadata"] = new JsonArray(new JsonObject
            {
                ["preferred_network"] = cloud.Address.Authority,
                ["preferred_cache"] = cloud.Address.Authority,
                ["aliases"] = new JsonArray(cloud.Address.Authority),
            }),
        }));
    }

    /// <summary>Versions before 2018 answer one cloud, 2018-05-01 the flat form with suffixes, later ones an array of clouds.</summary>
    private static JsonNode Metadata(EmulatedCloud cloud, string version)
    {
        var audiences = new JsonArray("https://management.core.windows.net/", "https://management.azure.com/", cloud.Address.ToString());
        var authentication = new JsonObject { ["loginEndpoint"] = At(cloud, "adfs"), ["audiences"] = audiences, ["tenant"] = World.TenantId, ["identityProvider"] = "ADFS" };
        var metadata = new JsonObject
        {
            ["galleryEndpoint"] = At(cloud, ""),
            ["graphEndpoint"] = At(cloud, "graph/"),
            ["portalEndpoint"] = At(cloud, ""),
            ["authentication"] = authentication,
        };
        if (string.CompareOrdinal(version, "2018-05-01") < 0) return metadata;
        metadata["name"] = "emulator";
        metadata["resourceManager"] = cloud.Address.ToString();
        metadata["graphAudience"] = At(cloud, "graph/");
        metadata["portal"] = At(cloud, "");
        metadata["gallery"] = At(cloud, "");
        metadata["graph"] = At(cloud, "graph/");
        metadata["suffixes"] = new JsonObject { ["acrLoginServer"] = "azurecr.io", ["storage"] = "core.windows.net", ["keyVaultDns"] = "vault.azure.net" };
        return string.CompareOrdinal(version, "2019-05-01") < 0 ? metadata : new JsonArray(metadata);
    }

    private static JsonObject OpenId(EmulatedCloud cloud, string authority, string token) => new()
    {
        ["issuer"] = At(cloud, authority),
        ["authorization_endpoint"] = At(cloud, $"{authority}/oauth2/authorize"),
        ["device_authorization_endpoint"] = At(cloud, $"{authority}/oauth2/devicecode"),
        ["token_endpoint"] = At(cloud, $"{authority}/{token}"),
        ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post", "private_key_jwt"),
        ["response_types_supported"] = new JsonArray("token"),
    };

    private static string At(EmulatedCloud cloud, string path) => new Uri(cloud.Address, path).ToString();
}
