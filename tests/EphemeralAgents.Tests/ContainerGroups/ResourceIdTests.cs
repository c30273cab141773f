using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Tests.ContainerGroups;

public sealed class ResourceIdTests
{
    [Test]
    public void A_container_groups_id_is_read_as_it_is_written()
    {
        var id = new ContainerGroupId(Some.ResourceGroup, new ContainerGroupName("deploy-1"));
        Assert.That(ContainerGroupId.Parse(id.ToString()), Is.EqualTo(id));
        Assert.That(() => ContainerGroupId.Parse("/subscriptions/s/resourceGroups/g"), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void A_subnets_id_is_read_in_any_case()
    {
        Assert.That(SubnetId.TryParse(Some.Subnet.ToString()), Is.EqualTo(Some.Subnet));
        Assert.That(SubnetId.TryParse(Some.Subnet.ToString().Replace("resourceGroups", "resourcegroups").Replace("virtualNetworks", "VIRTUALNETWORKS")), Is.EqualTo(Some.Subnet));
    }

    [TestCase("snet-agents")]
    [TestCase("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v")]
    [TestCase("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/")]
    public void Anything_else_is_no_subnets_id(string text) => Assert.That(SubnetId.TryParse(text), Is.Null);
}
