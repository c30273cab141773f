using EphemeralAgents.Agents;
using EphemeralAgents.Azure;
using EphemeralAgents.Azure.ContainerGroups;
using EphemeralAgents.Azure.Credentials;
using EphemeralAgents.AzurePipelines.Pools;
using EphemeralAgents.Cli.Inputs;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Supervisor;

namespace EphemeralAgents.Cli;

/// <summary>Composes the ports of the real systems.</summary>
internal static class Connections
{
    public static Ports Open(AzureAccess azure, OrganizationAccess organization)
    {
        var credential = AzureCredentials.ClientSecret(azure.Cloud, azure.TenantId, azure.ClientId, azure.ClientSecret);
        return new Ports(
            new AgentPools(organization.Url, organization.Project, organization.Token),
            new AzureContainerGroups(new AzureConnection(azure.Cloud, azure.SubscriptionId, credential)));
    }

    /// <summary>What a container may unregister its agent with; null where its bundle holds no token.</summary>
    public static IAgentPools? PoolsOf(AgentBundle bundle) =>
        bundle.Cleanup.AzureDevOpsToken is { } token ? new AgentPools(bundle.OrganizationUrl, project: null, token) : null;

    /// <summary>What a container may delete its own group with, the lasting means first.</summary>
    public static IReadOnlyList<DeletionMeans> MeansOf(Cleanup cleanup, TimeProvider clock)
    {
        if (cleanup is not { ContainerGroupId: { } id, ResourceManager: { } address, ResourceManagerAudience: { } audience }) return [];
        var cloud = AzureCloud.Public with { ResourceManager = address, Audience = audience };
        var subscription = ContainerGroupId.Parse(id).ResourceGroup.SubscriptionId;
        var means = new List<DeletionMeans>();
        if (cleanup.IdentityClientId is { } identity)
            means.Add(new("managed identity", new AzureContainerGroups(new AzureConnection(cloud, subscription, AzureCredentials.ManagedIdentity(identity, clock))), DeletionMeans.IdentityPatience));
        if (cleanup.ResourceManagerToken is { } token)
            means.Add(new("sealed token", new AzureContainerGroups(new AzureConnection(cloud, subscription, AzureCredentials.SealedToken(token))), DeletionMeans.TokenPatience));
        return means;
    }
}
