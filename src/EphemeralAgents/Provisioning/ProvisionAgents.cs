using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Provisioning;

/// <summary>Provisions a run-once agent: registers it, creates its container group and waits until it is online.</summary>
public sealed class ProvisionAgents(IAgentPools pools, IContainerGroups groups, IProgress<PhaseReached> progress, TimeProvider clock)
{
    /// <summary>On failure and on cancellation everything that was created is deleted before this throws.</summary>
    /// <exception cref="ProvisioningException">It cannot be done; the message says why and what to do.</exception>
    public Task<ProvisionedAgent> RunAsync(AgentRequest request, CancellationToken ct) => throw new NotSupportedException($"{pools}{groups}{progress}{clock}");
}
