using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Tests.ContainerGroups;

public sealed class ContainerGroupNameTests
{
    [TestCase("deploy-1207", "deploy-1207-")]
    [TestCase("Deploy_1207.x", "deploy-1207-x-")]
    [TestCase("a--b__", "a-b-")]
    [TestCase("A123456789B123456789C123456789D123456789E123456789F123456789", "a123456789b123456789c123456789d123456789e123456789-")]
    public void It_begins_with_the_agents_name_made_valid(string agent, string beginning)
    {
        var name = Name(agent).Value;
        Assert.That(name, Does.StartWith(beginning).And.Length.EqualTo(beginning.Length + 8));
        Assert.That(() => new ContainerGroupName(name), Throws.Nothing);
    }

    [Test]
    public void The_same_request_always_has_the_same_name() => Assert.That(
        ContainerGroupName.For(new Uri("https://DEV.azure.com/Fabrikam"), 9, new AgentName("DEPLOY-1"), "westeurope"), Is.EqualTo(Name("deploy-1")));

    [TestCase("https://Fabrikam.visualstudio.com/")]
    [TestCase("https://fabrikam.visualstudio.com/DefaultCollection/")]
    public void The_older_address_of_an_organization_names_the_same(string address) =>
        Assert.That(ContainerGroupName.For(new Uri(address), 9, new AgentName("deploy-1"), "westeurope"), Is.EqualTo(Name("deploy-1")));

    [Test]
    public void Organization_pool_agent_and_region_each_change_the_name()
    {
        ContainerGroupName[] names =
        [
            Name("deploy-1"), Name("deploy_1"),
            ContainerGroupName.For(new Uri("https://dev.azure.com/contoso/"), 9, new AgentName("deploy-1"), "westeurope"),
            ContainerGroupName.For(Some.Organization, 10, new AgentName("deploy-1"), "westeurope"),
            ContainerGroupName.For(Some.Organization, 9, new AgentName("deploy-1"), "northeurope"),
        ];
        Assert.That(names, Is.Unique);
    }

    [TestCase("Upper")]
    [TestCase("a--b")]
    [TestCase("-a")]
    [TestCase("a-")]
    [TestCase("a\n")]
    [TestCase("")]
    public void A_text_that_Azure_would_refuse_is_refused(string text) => Assert.That(() => new ContainerGroupName(text), Throws.ArgumentException);

    private static ContainerGroupName Name(string agent) => ContainerGroupName.For(Some.Organization, 9, new AgentName(agent), "westeurope");
}
