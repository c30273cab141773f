using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Provisioning;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Tests.Provisioning;

public sealed class ProvisionAgentsTests
{
    private readonly ProvisioningRun _provisioning = new();

    [Test]
    public async Task An_agent_that_comes_online_is_handed_over_with_its_group_and_every_phase()
    {
        var agent = await _provisioning.WithAgentOnline().RunAsync();
        using var _ = Assert.EnterMultipleScope();
        Assert.That(agent.AgentName.Value, Is.EqualTo("deploy-1207"));
        Assert.That(agent.AgentVersion, Is.EqualTo("5.278.0"));
        Assert.That(_provisioning.Groups.Groups.Keys, Is.EqualTo(new[] { agent.ContainerGroup }));
        Assert.That(_provisioning.Phases.Select(reached => reached.Phase), Is.EqualTo(new[] { Phase.Checked, Phase.Registered, Phase.Accepted, Phase.Online }));
        Assert.That(agent.Timeline, Is.EqualTo(_provisioning.Phases));
    }

    [Test]
    public async Task The_agent_is_registered_before_its_group_is_asked_for_so_that_the_next_job_waits()
    {
        await _provisioning.WithAgentOnline().RunAsync();
        var calls = _provisioning.Log.Calls.ToList();
        Assert.That(calls.IndexOf("add-agent deploy-1207"), Is.GreaterThan(0).And.LessThan(calls.FindIndex(call => call.StartsWith("create-group", StringComparison.Ordinal))));
    }

    [Test]
    public async Task Group_and_agent_bear_the_same_facts_about_their_owner()
    {
        var agent = await _provisioning.WithAgentOnline().RunAsync(Some.AgentRequest() with { Label = "deploy", Tags = new Dictionary<string, string> { ["costCentre"] = "42", [Ownership.PoolKey] = "forged" } });
        var facts = new Dictionary<string, string>
        {
            ["EphemeralAgents.Organization"] = "dev.azure.com/fabrikam",
            ["EphemeralAgents.Pool"] = "9",
            ["EphemeralAgents.Agent"] = "deploy-1207",
            ["EphemeralAgents.AgentId"] = $"{agent.AgentId}",
            ["EphemeralAgents.Run"] = "build-1207",
            ["EphemeralAgents.Created"] = "2026-03-02T09:00:00.0000000Z",
            ["EphemeralAgents.Expires"] = "2026-03-02T21:30:00Z",
        };
        Assert.That(_provisioning.Agent.Capabilities, Is.EquivalentTo(new Dictionary<string, string>(facts) { ["EphemeralAgents.Request"] = "deploy" }));
        Assert.That(_provisioning.Groups.Specs[agent.ContainerGroup].Tags, Is.EquivalentTo(new Dictionary<string, string>(facts) { ["costCentre"] = "42" }));
    }

    [Test]
    public async Task The_container_is_handed_its_own_identity_and_what_it_cleans_up_with_in_one_secure_variable()
    {
        var agent = await _provisioning.WithAgentOnline().RunAsync();
        var spec = _provisioning.Groups.Specs[agent.ContainerGroup];
        var bundle = AgentBundle.Decode(spec.SecureEnvironment[AgentBundle.Variable]);
        using var _ = Assert.EnterMultipleScope();
        Assert.That(spec.Environment, Is.Empty);
        Assert.That(bundle.AgentId, Is.EqualTo(agent.AgentId));
        Assert.That(bundle.Files.Keys, Is.EquivalentTo(new[] { ".agent", ".credentials", ".credentials_rsaparams" }));
        Assert.That(bundle.StartBefore, Is.EqualTo(new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero)));
        Assert.That(bundle.Cleanup, Is.EqualTo(new Cleanup
        {
            ContainerGroupId = agent.ContainerGroup.ToString(),
            ResourceManager = new Uri("https://arm.test/"),
            ResourceManagerAudience = "https://management.azure.com/",
            ResourceManagerToken = "fake-resource-manager-token",
            AzureDevOpsToken = "fake-azure-devops-token",
        }));
    }

    [Test]
    public async Task With_a_cleanup_identity_no_Resource_Manager_token_is_sealed_and_the_identity_is_attached()
    {
        var agent = await _provisioning.WithAgentOnline().RunAsync(Some.AgentRequest() with { CleanupIdentity = "/subscriptions/s/identities/id-cleanup" });
        var spec = _provisioning.Groups.Specs[agent.ContainerGroup];
        var cleanup = AgentBundle.Decode(spec.SecureEnvironment[AgentBundle.Variable]).Cleanup;
        Assert.That(spec.Identities, Is.EqualTo(new[] { "/subscriptions/s/identities/id-cleanup" }));
        Assert.That((cleanup.ResourceManagerToken, cleanup.IdentityClientId), Is.EqualTo(((string?)null, "5a1f2c3d-0000-4000-8000-000000000001")));
    }

    [Test]
    public async Task A_token_that_must_not_leave_this_process_is_not_sealed_and_the_group_still_deletes_itself()
    {
        _provisioning.Pools.CleanupToken = null;
        var agent = await _provisioning.WithAgentOnline().RunAsync();
        var cleanup = AgentBundle.Decode(_provisioning.Groups.Specs[agent.ContainerGroup].SecureEnvironment[AgentBundle.Variable]).Cleanup;
        Assert.That((cleanup.AzureDevOpsToken, cleanup.ResourceManagerToken is not null), Is.EqualTo(((string?)null, true)));
    }

    [TestCase(AgentPlatform.Windows, CleanupMode.Auto)]
    [TestCase(AgentPlatform.Linux, CleanupMode.None)]
    public async Task Nothing_is_sealed_for_Windows_or_when_cleaning_up_happens_from_outside(AgentPlatform platform, CleanupMode mode)
    {
        var agent = await _provisioning.WithAgentOnline().RunAsync(Some.AgentRequest() with { Platform = platform, Cleanup = mode });
        var spec = _provisioning.Groups.Specs[agent.ContainerGroup];
        Assert.That(AgentBundle.Decode(spec.SecureEnvironment[AgentBundle.Variable]).Cleanup, Is.EqualTo(new Cleanup()));
        Assert.That(_provisioning.Log.Calls, Has.None.EqualTo("cleanup-token"));
    }

    [Test]
    public async Task The_networks_DNS_servers_are_passed_on_because_Container_Instances_ignore_them()
    {
        _provisioning.Groups.Network = subnet => Network(subnet) with { DnsServers = ["10.20.0.4"] };
        var agent = await _provisioning.WithAgentOnline().RunAsync();
        Assert.That(_provisioning.Groups.Specs[agent.ContainerGroup].DnsServers, Is.EqualTo(new[] { "10.20.0.4" }));
    }

    [Test]
    public async Task An_accepted_group_is_enough_where_the_request_says_so()
    {
        await _provisioning.RunAsync(Some.AgentRequest() with { WaitFor = WaitFor.Accepted });
        Assert.That(_provisioning.Phases[^1].Phase, Is.EqualTo(Phase.Accepted));
        Assert.That(_provisioning.Groups.Groups, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Without_waiting_no_Azure_DevOps_token_is_sealed_since_it_ends_with_its_job()
    {
        var agent = await _provisioning.RunAsync(Some.AgentRequest() with { WaitFor = WaitFor.Accepted });
        var cleanup = AgentBundle.Decode(_provisioning.Groups.Specs[agent.ContainerGroup].SecureEnvironment[AgentBundle.Variable]).Cleanup;
        Assert.That((cleanup.AzureDevOpsToken, cleanup.ResourceManagerToken), Is.EqualTo(((string?)null, "fake-resource-manager-token")));
    }

    [Test]
    public async Task Leftovers_of_the_same_name_are_replaced()
    {
        var first = await _provisioning.WithAgentOnline().RunAsync();
        var second = await _provisioning.RunAsync();
        using var _ = Assert.EnterMultipleScope();
        Assert.That(second.AgentId, Is.Not.EqualTo(first.AgentId));
        Assert.That(second.ContainerGroup, Is.EqualTo(first.ContainerGroup));
        Assert.That(_provisioning.Agent.Id, Is.EqualTo(second.AgentId));
        Assert.That(_provisioning.Log.Calls, Has.One.EqualTo($"delete-group {first.ContainerGroup.Name}").And.One.EqualTo($"delete-agent {first.AgentId}"));
    }

    internal static VirtualNetwork Network(SubnetId subnet) =>
        new(subnet.VirtualNetworkId, "westeurope", [], new Subnet(subnet.Name, ["Microsoft.ContainerInstance/containerGroups"], []));
}
