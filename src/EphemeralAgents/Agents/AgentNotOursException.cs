using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Agents;

/// <summary>The agent of this name was not provisioned by us: it is not ours to remove.</summary>
public sealed class AgentNotOursException(AgentName name, string pool)
    : ProvisioningException(ExitCode.AgentExists, $"""
        Agent '{name}' in pool '{pool}' does not bear our capabilities, so it was left alone.
        Check 'agentName'; if nobody needs that agent, remove it on the pool's page.
        """);
