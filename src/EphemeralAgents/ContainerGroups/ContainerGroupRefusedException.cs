using EphemeralAgents.Provisioning;

namespace EphemeralAgents.ContainerGroups;

/// <summary>Resource Manager refused to create a container group.</summary>
public sealed class ContainerGroupRefusedException(CloudError error, string remedy)
    : ProvisioningException(ExitCode.ContainerGroupFailed, $"""
        Azure refused the container group: {error.Code}: {error.Message}
        {remedy}
        """)
{
    public CloudError Error { get; } = error;
}
