using Azure.Core;
using Azure.Core.Pipeline;
using EphemeralAgents.Agents;
using EphemeralAgents.Azure;
using EphemeralAgents.Azure.ContainerGroups;
using EphemeralAgents.Azure.Credentials;
using EphemeralAgents.Azure.Registries;
using EphemeralAgents.AzurePipelines.Pools;
using EphemeralAgents.AzurePipelines.TaskEnvironment;
using EphemeralAgents.Cli.Inputs;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Supervisor;

namespace EphemeralAgents.Cli;

/// <summary>Composes the ports of the real systems.</summary>
/// <param name="transport">How requests travel. Null: as the system does.</param>
internal sealed class Connections(HttpPipelineTransport? transport = null)
{
    public Ports Open(AzureAccess azure, OrganizationAccess organization) => new(
        PoolsOf(organization),
        new AzureContainerGroups(new AzureConnection(azure.Cloud, azure.SubscriptionId, CredentialOf(azure.Identity, azure.Cloud), transport)));

    /// <summary>The password that a registry gives an identity.</summary>
    public Task<string> SignInAsync(RegistryIdentity registry, CancellationToken ct) =>
        new RegistryTokens(registry.Cloud, CredentialOf(registry.Identity, registry.Cloud), transport).ExchangeAsync(registry.Server, registry.Identity.TenantId, ct);

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

    private AgentPools PoolsOf(OrganizationAccess organization) => organization.Identity switch
    {
        JobIdentity job => new(organization.Url, organization.Project, job.Token, transport),
        PersonalIdentity personal => AgentPools.WithPersonalToken(organization.Url, organization.Project, personal.Token, transport),
        EntraUser user => new(organization.Url, organization.Project, CredentialOf(user.Identity, user.Cloud), transport),
        _ => throw new ArgumentException($"{organization.Identity} is not known.", nameof(organization)),
    };

    private TokenCredential CredentialOf(EntraIdentity identity, AzureCloud cloud) => identity switch
    {
        SecretIdentity principal => AzureCredentials.ClientSecret(cloud, principal.TenantId!, principal.ClientId, principal.Secret, transport),
        CertificateIdentity principal => AzureCredentials.ClientCertificate(cloud, principal.TenantId!, principal.ClientId, principal.Certificate, transport),
        FederatedIdentity app => AzureCredentials.Federated(cloud, app.TenantId!, app.ClientId,
            new FederatedConnection(app.RequestUrl, app.ConnectionId, app.JobToken, transport).GetAssertionAsync, transport),
        MachineIdentity machine => AzureCredentials.MachineIdentity(machine.ClientId, transport),
        _ => throw new ArgumentException($"{identity} is not known.", nameof(identity)),
    };
}
