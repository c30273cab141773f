using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Emulator;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Azure.Tests;

public sealed class ReadingNetworks
{
    [Test]
    public async Task A_network_tells_region_name_servers_and_its_subnets_delegation()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        var network = await azure.Groups.GetNetworkAsync(Some.Subnet, CancellationToken.None);
        using var _ = Assert.EnterMultipleScope();
        Assert.That(network.Id, Is.EqualTo(Some.Subnet.VirtualNetworkId));
        Assert.That(network.Location, Is.EqualTo(World.Location));
        Assert.That(network.DnsServers, Is.EqualTo((string[])[World.VirtualNetworkDnsServer]));
        Assert.That(network.Subnet!.Delegations, Is.EqualTo((string[])["Microsoft.ContainerInstance/containerGroups"]));
        Assert.That(network.Subnet.OccupiedBy, Is.Empty);
    }

    [Test]
    public async Task A_subnet_is_found_in_any_case_and_missed_when_it_is_not_there()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        using var _ = Assert.EnterMultipleScope();
        Assert.That((await azure.Groups.GetNetworkAsync(Some.Subnet with { Name = "SNET-apps" }, CancellationToken.None)).Subnet!.Delegations, Is.Empty);
        Assert.That((await azure.Groups.GetNetworkAsync(Some.Subnet with { Name = "none" }, CancellationToken.None)).Subnet, Is.Null);
    }

    [TestCase("Microsoft.Sql/managedInstances", true)]
    [TestCase("Microsoft.ContainerInstance/containerGroups", false)]
    public async Task A_subnet_is_occupied_by_other_services_links_only(string linked, bool isOccupied)
    {
        await using var azure = await EmulatedAzure.StartAsync();
        azure.Cloud.Azure.Networks.All.Single().Subnets[World.Subnet].LinkedResourceType = linked;
        var network = await azure.Groups.GetNetworkAsync(Some.Subnet, CancellationToken.None);
        Assert.That(network.Subnet!.OccupiedBy, Is.EqualTo(isOccupied ? (string[])[linked] : []));
    }

    [Test]
    public async Task A_network_that_does_not_exist_is_named()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        var groups = azure.GroupsAs(azure.Principal(World.OwnerClientId, azure.Cloud.Directory.Owner.Secret));
        var failure = await Assert.ThrowsAsync<ProvisioningException>(() => groups.GetNetworkAsync(Some.Subnet with { VirtualNetwork = "vnet-missing" }, CancellationToken.None));
        using var _ = Assert.EnterMultipleScope();
        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.NotUsable));
        Assert.That(failure.Message, Does.Contain("vnet-missing"));
    }

    [Test]
    public async Task An_identity_tells_its_client_id()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        Assert.That(await azure.Groups.GetIdentityClientIdAsync(World.CleanupIdentityId, CancellationToken.None), Is.EqualTo(World.CleanupIdentityClientId));
    }

    [TestCase("id-agent-cleanup")]
    [TestCase("/subscriptions/mine/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id")]
    public async Task What_is_no_resource_id_is_bad_input(string text)
    {
        await using var azure = await EmulatedAzure.StartAsync();
        var failure = await Assert.ThrowsAsync<ProvisioningException>(() => azure.Groups.GetIdentityClientIdAsync(text, CancellationToken.None));
        using var _ = Assert.EnterMultipleScope();
        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.Usage));
        Assert.That(azure.Wire.Exchanges, Is.Empty);
    }
}
