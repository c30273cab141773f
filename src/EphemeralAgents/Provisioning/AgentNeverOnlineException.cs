using EphemeralAgents.Agents;

namespace EphemeralAgents.Provisioning;

/// <summary>The agent did not come online within its time, and nothing says that it never will.</summary>
public sealed class AgentNeverOnlineException(AgentName agent, string pool, TimeSpan waited, Evidence evidence)
    : ProvisioningException(ExitCode.AgentNeverOnline, $"""
        Agent '{agent}' did not come online in pool '{pool}' within {waited.TotalMinutes:0.#} minutes.
        {evidence}
        If the image is large, raise onlineTimeout. If the supervisor came only as far as 'network', look at the subnet's DNS servers, NAT gateway and network security group.
        """);
