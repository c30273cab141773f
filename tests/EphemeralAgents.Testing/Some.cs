using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Testing;

/// <summary>Data that a test needs but does not care about.</summary>
public static class Some
{
    public static Uri Organization { get; } = new("https://dev.azure.com/fabrikam/");

    public static ResourceGroupId ResourceGroup { get; } = new("11111111-2222-4333-8444-555555555555", "rg-agents");

    public static SubnetId Subnet { get; } = new(ResourceGroup with { Name = "rg-network" }, "vnet-private", "snet-agents");

    public static AgentRequest AgentRequest(string name = "deploy-1207") => new()
    {
        OrganizationUrl = Organization,
        Pool = "Ephemeral",
        AgentName = new AgentName(name),
        ResourceGroup = ResourceGroup,
        Subnet = Subnet,
        Image = "fabrikam.azurecr.io/agents/linux:1",
        Run = "build-1207",
    };
}
