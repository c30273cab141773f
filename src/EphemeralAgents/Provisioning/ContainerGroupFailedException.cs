using EphemeralAgents.Agents;

namespace EphemeralAgents.Provisioning;

/// <summary>The container group ended or failed before its agent was online: waiting on would be pointless.</summary>
public sealed class ContainerGroupFailedException(AgentName agent, string reason, Evidence evidence)
    : ProvisioningException(ExitCode.ContainerGroupFailed, $"""
        Agent '{agent}' cannot come online: {reason}.
        {evidence}
        Check that the image exists, can be pulled and starts our supervisor, and that the subnet lets it reach Azure DevOps. keepOnFailure leaves the container group for a look.
        """);
