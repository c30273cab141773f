using EphemeralAgents.Emulator.AzureDevOps.Wire;

namespace EphemeralAgents.Emulator.Hosting;

/// <summary>The whole route table, by service.</summary>
internal static class Routes
{
    public static void Map(IEndpointRouteBuilder app, EmulatedCloud cloud)
    {
        // Identity: EntraEndpoints.Map(app, cloud);
        // Azure Resource Manager: ResourceManagerEndpoints.Map(app, cloud.Azure);
        OrganizationEndpoints.Map(app, cloud.AzureDevOps);
    }
}
