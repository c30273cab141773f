using EphemeralAgents.Agents;

namespace EphemeralAgents.Provisioning;

/// <summary>Somebody unregistered the agent before it was seen online: a job without demands may have taken it and be done already.</summary>
public sealed class AgentVanishedException(AgentName agent, string pool, Evidence evidence)
    : ProvisioningException(ExitCode.AgentNeverOnline, $"""
        Agent '{agent}' was unregistered from pool '{pool}' before it was seen online.
        {evidence}
        Either somebody removed it, or another pipeline's job took it and is done: use a pool of its own for these agents, not open to all pipelines.
        """);
