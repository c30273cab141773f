namespace EphemeralAgents.Emulator;

/// <summary>
/// The names and ids of what exists in every emulator at its start. None is a secret: secrets are made anew at every start
/// and are properties of the running <see cref="EmulatedCloud"/>'s parts.
/// </summary>
public static class World
{
    public const string TenantId = "72f988bf-0000-4000-8000-00000000aad0";
    public const string SubscriptionId = "11111111-2222-4333-8444-555555555555";
    public const string Location = "westeurope";
    public const string ResourceGroup = "rg-agents";
    public const string NetworkResourceGroup = "rg-network";
    public const string VirtualNetwork = "vnet-private";
    public const string VirtualNetworkDnsServer = "10.20.0.4";

    /// <summary>Delegated to Microsoft.ContainerInstance/containerGroups, 10.20.1.0/24.</summary>
    public const string Subnet = "snet-agents";

    /// <summary>Not delegated, 10.20.2.0/24.</summary>
    public const string UndelegatedSubnet = "snet-apps";
    public const string SubnetId = $"/subscriptions/{SubscriptionId}/resourceGroups/{NetworkResourceGroup}/providers/Microsoft.Network/virtualNetworks/{VirtualNetwork}/subnets/{Subnet}";
    public const string Registry = "fabrikam.azurecr.io";
    public const string AgentImage = $"{Registry}/agents/linux:1";

    /// <summary>The service principal of the service connection <see cref="ServiceConnection"/>: may do what provisioning needs, no more.</summary>
    public const string DeployClientId = "0d3ab4f1-0000-4000-8000-0000000000d1";

    /// <summary>A service principal that may only read.</summary>
    public const string ReaderClientId = "0d3ab4f1-0000-4000-8000-0000000000d2";

    /// <summary>A service principal that may do everything in the subscription.</summary>
    public const string OwnerClientId = "0d3ab4f1-0000-4000-8000-0000000000d0";

    /// <summary>The user-assigned identity that may read and delete container groups in <see cref="ResourceGroup"/>.</summary>
    public const string CleanupIdentity = "id-agent-cleanup";
    public const string CleanupIdentityClientId = "0d3ab4f1-0000-4000-8000-0000000000d3";
    public const string CleanupIdentityId = $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{CleanupIdentity}";

    /// <summary>A service principal without rights in Azure that administers the pool <see cref="Pool"/>.</summary>
    public const string AgentsClientId = "0d3ab4f1-0000-4000-8000-0000000000d4";

    /// <summary>The managed identity of the machine that hosted jobs run on: may do what <see cref="DeployClientId"/> may.</summary>
    public const string MachineIdentityClientId = "0d3ab4f1-0000-4000-8000-0000000000d5";
    public const string MachineIdentityId = $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-build-machine";

    public const string Organization = "fabrikam";
    public const string Project = "Shop";
    public const string ProjectId = "5b0cbb9e-0000-4000-8000-0000000000b1";
    public const string BuildIdentity = "Shop Build Service (fabrikam)";
    public const string ServiceConnection = "azure-private";
    public const string ServiceConnectionId = "5b0cbb9e-0000-4000-8000-0000000000c1";

    /// <summary>Leads where <see cref="ServiceConnection"/> does, as the same application, by a certificate.</summary>
    public const string CertificateConnection = "azure-certificate";

    /// <summary>Leads where <see cref="ServiceConnection"/> does, as the same application, by workload identity federation.</summary>
    public const string FederatedConnection = "azure-federated";

    /// <summary>Leads where <see cref="ServiceConnection"/> does, as the managed identity of the machine that runs the job.</summary>
    public const string ManagedConnection = "azure-managed";

    /// <summary>Signs in to Azure DevOps as the application <see cref="AgentsClientId"/>.</summary>
    public const string AzureDevOpsConnection = "azure-devops";

    public const string RegistryPrincipalConnection = "acr-principal";
    public const string RegistryFederatedConnection = "acr-federated";
    public const string RegistryManagedConnection = "acr-managed";
    public const string RegistryPasswordConnection = "registry-password";

    /// <summary>The Microsoft-hosted pool: jobs with <c>vmImage</c> run there.</summary>
    public const string HostedPool = "Azure Pipelines";
    public const int HostedPoolId = 1;

    /// <summary>The pool of our agents; <see cref="BuildIdentity"/> is its administrator.</summary>
    public const string Pool = "private-network";
    public const int PoolId = 9;

    /// <summary>A pool in which <see cref="BuildIdentity"/> is only a reader.</summary>
    public const string ForeignPool = "datacenter";
    public const int ForeignPoolId = 10;
}
