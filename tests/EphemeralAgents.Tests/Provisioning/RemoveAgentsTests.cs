using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Provisioning;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Tests.Provisioning;

public sealed class RemoveAgentsTests
{
    private static readonly AgentName Name = Some.AgentRequest().AgentName;

    private readonly ProvisioningRun _provisioning = new ProvisioningRun().WithAgentOnline();

    [Test]
    public async Task Agent_and_group_are_removed_and_removing_again_succeeds()
    {
        var provisioned = await _provisioning.RunAsync();
        var removed = await RemoveAsync();
        var again = await RemoveAsync();
        using var _ = Assert.EnterMultipleScope();
        Assert.That(removed.ContainerGroups, Is.EqualTo(new[] { provisioned.ContainerGroup }));
        Assert.That((removed.AgentWasRegistered, again.AgentWasRegistered), Is.EqualTo((true, false)));
        Assert.That((_provisioning.Pools.Agents.Count, _provisioning.Groups.Groups.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_group_whose_agent_is_gone_is_found_by_its_tags()
    {
        await _provisioning.RunAsync();
        _provisioning.Pools.Agents.Clear();
        await RemoveAsync();
        Assert.That(_provisioning.Groups.Groups, Is.Empty);
    }

    [Test]
    public async Task While_the_agent_runs_a_job_nothing_is_removed()
    {
        await _provisioning.RunAsync();
        var agent = _provisioning.Agent;
        _provisioning.Pools.Agents[agent.Id] = agent with { IsRunningJob = true };
        await Assert.ThrowsAsync<AgentBusyException>(RemoveAsync);
        Assert.That((_provisioning.Pools.Agents.Count, _provisioning.Groups.Groups.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task An_agent_that_is_not_ours_is_left_alone()
    {
        _provisioning.Pools.Agents[7] = new Agent(7, Name);
        await Assert.ThrowsAsync<AgentNotOursException>(RemoveAsync);
        Assert.That(_provisioning.Pools.Agents, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_agent_whose_capabilities_were_never_set_is_known_by_its_groups_tags()
    {
        await _provisioning.RunAsync();
        var agent = _provisioning.Agent;
        _provisioning.Pools.Agents[agent.Id] = agent with { Capabilities = new Dictionary<string, string>() };
        await RemoveAsync();
        Assert.That((_provisioning.Pools.Agents.Count, _provisioning.Groups.Groups.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Another_agents_group_stays()
    {
        await _provisioning.RunAsync(Some.AgentRequest("deploy-1208"));
        await RemoveAsync();
        Assert.That(_provisioning.Groups.Groups, Has.Count.EqualTo(1));
    }

    private Task<RemovedAgent> RemoveAsync() =>
        new RemoveAgents(_provisioning.Pools, _provisioning.Groups).RunAsync(Some.Organization, "Ephemeral", Name, Some.ResourceGroup, CancellationToken.None);
}
