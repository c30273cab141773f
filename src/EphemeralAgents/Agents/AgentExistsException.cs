using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Agents;

/// <summary>The pool has an agent of this name that is not ours to replace, or that came into being at the same moment.</summary>
public sealed class AgentExistsException(AgentName name, string pool)
    : ProvisioningException(ExitCode.AgentExists, $"""
        Pool '{pool}' has an agent named '{name}' already.
        Choose a name that no other run uses, for example agentName: deploy-$(Build.BuildId).
        """);
