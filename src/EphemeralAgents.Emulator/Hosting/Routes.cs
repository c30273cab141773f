using EphemeralAgents.Emulator.Azure;
using EphemeralAgents.Emulator.AzureDevOps.Wire;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Hosting;

/// <summary>The whole route table, by service.</summary>
internal static class Routes
{
    public static void Map(IEndpointRouteBuilder app, EmulatedCloud cloud)
    {
        EntraEndpoints.Map(app, cloud);
        app.MapPost("/oauth2/exchange", (HttpRequest request) => Registry.ExchangeAsync(cloud.Azure.Registry, request));
        ResourceManagerEndpoints.Map(app, cloud.Azure);
        OrganizationEndpoints.Map(app, cloud.AzureDevOps);
    }
}
