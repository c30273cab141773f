using Azure.ResourceManager;

namespace EphemeralAgents.Azure;

/// <summary>
/// The versions of the resource types that we use. Unpinned, Azure.ResourceManager first asks the subscription's provider for
/// its versions, which costs a request and a right at the subscription.
/// </summary>
internal static class ApiVersions
{
    public const string ContainerGroups = "2023-05-01";

    public static void Pin(ArmClientOptions options)
    {
        options.SetApiVersion("Microsoft.ContainerInstance/containerGroups", ContainerGroups);
        options.SetApiVersion("Microsoft.Network/virtualNetworks", "2024-01-01");
        options.SetApiVersion("Microsoft.ManagedIdentity/userAssignedIdentities", "2023-01-31");
    }
}
