using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Agents;

/// <summary>The pool refuses to delete an agent while it runs a job; only the server can tell.</summary>
public sealed class AgentBusyException(string agent, string pool)
    : ProvisioningException(ExitCode.AgentBusy, $"""
        Agent '{agent}' in pool '{pool}' is running a job, so it was neither replaced nor removed.
        Wait for the job or cancel its run; or choose another agentName.
        """);
