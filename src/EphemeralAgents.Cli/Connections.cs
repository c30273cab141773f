using EphemeralAgents.Azure;
using EphemeralAgents.Azure.ContainerGroups;
using EphemeralAgents.Azure.Credentials;
using EphemeralAgents.AzurePipelines.Pools;
using EphemeralAgents.Cli.Inputs;

namespace EphemeralAgents.Cli;

/// <summary>Composes the two ports of the real systems.</summary>
internal static class Connections
{
    public static Ports Open(AzureAccess azure, OrganizationAccess organization)
    {
        var credential = AzureCredentials.ClientSecret(azure.Cloud, azure.TenantId, azure.ClientId, azure.ClientSecret);
        return new Ports(
            new AgentPools(organization.Url, organization.Project, organization.Token),
            new AzureContainerGroups(new AzureConnection(azure.Cloud, azure.SubscriptionId, credential)));
    }
}
