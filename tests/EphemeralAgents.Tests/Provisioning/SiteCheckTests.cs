using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Provisioning;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Tests.Provisioning;

/// <summary>Each thing that can be wrong with the surroundings, before anything is created.</summary>
public sealed class SiteCheckTests
{
    private static readonly AgentRequest Request = Some.AgentRequest();

    private readonly ProvisioningRun _provisioning = new ProvisioningRun().WithAgentOnline();

    private static IEnumerable<TestCaseData> Unusable()
    {
        yield return Case("a pool hosted by Microsoft", p => p.Pools.Pools[0] = new AgentPool(1, "Ephemeral", IsHosted: true), "hosted by Microsoft");
        yield return Case("a scale set's pool", p => p.Pools.Pools[0] = new AgentPool(1, "Ephemeral", IsElastic: true), "scale set");
        yield return Case("a pool without a queue", p => p.Pools.Pools[0] = new AgentPool(1, "Ephemeral", HasQueue: false), "no queue");
        yield return Case("a pool that is not there", p => p.Pools.Pools.Clear(), "does not exist or is not visible");
        yield return Case("a subnet that is not there", Network(network => network with { Subnet = null }), "has no subnet 'snet-agents'");
        yield return Case("a subnet without delegation", Subnet(subnet => subnet with { Delegations = [] }), "az network vnet subnet update --ids /subscriptions/");
        yield return Case("a subnet delegated to others", Subnet(subnet => subnet with { Delegations = ["Microsoft.Web/serverFarms"] }), "delegated to Microsoft.Web/serverFarms");
        yield return Case("a subnet in use by others", Subnet(subnet => subnet with { OccupiedBy = ["Microsoft.Sql/managedInstances"] }), "in use by Microsoft.Sql/managedInstances");
        yield return Case("another region", Network(network => network with { Location = "northeurope" }), "is in northeurope", Request with { Location = "West Europe" });
        yield return Case("another subscription", _ => { }, "requires both in one subscription",
            Request with { Subnet = Some.Subnet with { ResourceGroup = new ResourceGroupId("99999999-2222-4333-8444-555555555555", "rg-network") } });
    }

    [TestCaseSource(nameof(Unusable))]
    public async Task Provisioning_is_refused_and_nothing_is_created(Action<ProvisioningRun> arrange, string message, AgentRequest request)
    {
        arrange(_provisioning);
        var refusal = await Assert.ThrowsAsync<ProvisioningException>(() => _provisioning.RunAsync(request));
        using var _ = Assert.EnterMultipleScope();
        Assert.That(refusal!.Message, Does.Contain(message));
        Assert.That(refusal.ExitCode, Is.EqualTo(ExitCode.NotUsable));
        AssertNothingCreated();
    }

    [Test]
    public async Task Every_problem_is_told_at_once()
    {
        _provisioning.Pools.Pools[0] = new AgentPool(1, "Ephemeral", IsHosted: true, HasQueue: false);
        Subnet(subnet => subnet with { Delegations = [] })(_provisioning);
        var refusal = await Assert.ThrowsAsync<ProvisioningException>(() => _provisioning.RunAsync());
        Assert.That(refusal!.Message.Split(Environment.NewLine), Has.Length.EqualTo(3));
    }

    [Test]
    public async Task An_agent_that_is_not_ours_is_left_alone()
    {
        _provisioning.Pools.Agents[7] = new Agent(7, Request.AgentName);
        await Assert.ThrowsAsync<AgentExistsException>(() => _provisioning.RunAsync());
        Assert.That(_provisioning.Pools.Agents, Has.Count.EqualTo(1));
        AssertNothingCreated();
    }

    [Test]
    public async Task An_agent_of_ours_that_runs_a_job_is_left_alone()
    {
        await _provisioning.RunAsync();
        var agent = _provisioning.Agent;
        _provisioning.Pools.Agents[agent.Id] = agent with { IsRunningJob = true };
        await Assert.ThrowsAsync<AgentBusyException>(() => _provisioning.RunAsync());
        Assert.That(_provisioning.Groups.Groups, Has.Count.EqualTo(1));
        Assert.That(_provisioning.Log.Calls, Has.None.StartsWith("delete-"));
    }

    [Test]
    public async Task A_group_of_the_same_name_without_our_tags_is_left_alone()
    {
        var id = new ContainerGroupId(Some.ResourceGroup, ContainerGroupName.For(Some.Organization, 9, Request.AgentName, "westeurope"));
        _provisioning.Groups.Groups[id] = new ContainerGroup(id) { ProvisioningState = "Succeeded" };
        var refusal = await Assert.ThrowsAsync<ProvisioningException>(() => _provisioning.RunAsync());
        Assert.That(refusal!.Message, Does.Contain("does not bear our tags"));
        Assert.That(_provisioning.Groups.Groups, Contains.Key(id));
        AssertNothingCreated();
    }

    private void AssertNothingCreated() =>
        Assert.That(_provisioning.Log.Calls, Has.None.StartsWith("add-").And.None.StartsWith("create-").And.None.StartsWith("delete-").And.None.StartsWith("set-"));

    private static TestCaseData Case(string name, Action<ProvisioningRun> arrange, string message, AgentRequest? request = null) =>
        new TestCaseData(arrange, message, request ?? Request).SetArgDisplayNames(name);

    private static Action<ProvisioningRun> Network(Func<VirtualNetwork, VirtualNetwork> change) =>
        provisioning => provisioning.Groups.Network = subnet => change(ProvisionAgentsTests.Network(subnet));

    private static Action<ProvisioningRun> Subnet(Func<Subnet, Subnet> change) => Network(network => network with { Subnet = change(network.Subnet!) });
}
