using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Provisioning;
using EphemeralAgents.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EphemeralAgents.Tests.Provisioning;

/// <summary>The use case with both ports faked and a clock that runs on as fast as the use case waits.</summary>
public sealed class ProvisioningRun : IProgress<PhaseReached>
{
    public ProvisioningRun()
    {
        Pools = new FakeAgentPools(Log);
        Groups = new FakeContainerGroups(Log);
    }

    public CallLog Log { get; } = new();
    public FakeAgentPools Pools { get; }
    public FakeContainerGroups Groups { get; }
    public ManualClock Clock { get; } = new();
    public List<PhaseReached> Phases { get; } = [];

    /// <summary>The one agent that is registered.</summary>
    public Agent Agent => Pools.Agents.Values.Single();

    public void Report(PhaseReached value) => Phases.Add(value);

    /// <summary>The agent is online as soon as anybody looks after its container group was created.</summary>
    public ProvisioningRun WithAgentOnline()
    {
        Groups.Created = spec =>
        {
            foreach (var (id, agent) in Pools.Agents) Pools.Agents[id] = agent with { IsOnline = true };
            return new ContainerGroup(spec.Id) { ProvisioningState = "Succeeded", Tags = spec.Tags, Container = new Container(ContainerState.Running) };
        };
        return this;
    }

    public async Task<ProvisionedAgent> RunAsync(AgentRequest? request = null, CancellationToken ct = default)
    {
        var run = new ProvisionAgents(Pools, Groups, this, NullLogger<ProvisionAgents>.Instance, Clock).RunAsync(request ?? Some.AgentRequest(), ct);
        while (await Task.WhenAny(run, Clock.WaitedForAsync(TimeSpan.FromSeconds(1))) != run) Clock.Advance(TimeSpan.FromSeconds(1));
        return await run;
    }
}
