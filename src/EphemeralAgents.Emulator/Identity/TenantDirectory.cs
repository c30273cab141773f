using System.Collections.Concurrent;

namespace EphemeralAgents.Emulator.Identity;

/// <summary>The tenant <see cref="World.TenantId"/>: its applications and managed identities.</summary>
public sealed class TenantDirectory
{
    private readonly ConcurrentDictionary<string, AppRegistration> _apps = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, ManagedIdentity> _identities = new(StringComparer.OrdinalIgnoreCase);

    public TenantDirectory()
    {
        Deploy = Add(new AppRegistration(World.DeployClientId, "fabrikam-deploy"));
        foreach (var connection in (string[])[World.ServiceConnection, World.FederatedConnection, World.RegistryFederatedConnection]) Deploy.FederatedSubjects.Add(SubjectOf(connection));
        Deploy.Certificates.Add(SeededCertificate.Certificate);
        Agents = Add(new AppRegistration(World.AgentsClientId, "fabrikam-agents"));
        Agents.FederatedSubjects.Add(SubjectOf(World.AzureDevOpsConnection));
        Reader = Add(new AppRegistration(World.ReaderClientId, "fabrikam-reader"));
        Owner = Add(new AppRegistration(World.OwnerClientId, "fabrikam-owner"));
        Machine = Add(new ManagedIdentity(World.MachineIdentityId, World.MachineIdentityClientId, "0d3ab4f1-0000-4000-8000-0000000000e4", World.Location));
        Cleanup = Add(new ManagedIdentity(World.CleanupIdentityId, World.CleanupIdentityClientId, "0d3ab4f1-0000-4000-8000-0000000000e3", World.Location));
    }

    /// <summary>The service connection's application: the least that provisioning needs.</summary>
    public AppRegistration Deploy { get; }

    /// <summary>The application of the Azure DevOps service connection.</summary>
    public AppRegistration Agents { get; }

    /// <summary>The identity of the machine that hosted jobs run on.</summary>
    public ManagedIdentity Machine { get; }

    /// <summary>May read everything.</summary>
    public AppRegistration Reader { get; }

    /// <summary>May do everything in the subscription.</summary>
    public AppRegistration Owner { get; }

    /// <summary>The identity that container groups are given to delete themselves with.</summary>
    public ManagedIdentity Cleanup { get; }

    /// <summary>How long a token of Entra or of a container's identity endpoint is good for.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromSeconds(3599);

    public AppRegistration Add(AppRegistration app) => _apps[app.ClientId] = app;

    public ManagedIdentity Add(ManagedIdentity identity) => _identities[identity.Id] = identity;

    public AppRegistration? FindApp(string clientId) => _apps.GetValueOrDefault(clientId);

    public ManagedIdentity? FindIdentity(string resourceId) => _identities.GetValueOrDefault(resourceId);

    public IReadOnlyList<ManagedIdentity> Identities => [.. _identities.Values];

    /// <summary>The subject of the tokens that jobs get for a service connection.</summary>
    public static string SubjectOf(string connection) => $"sc://{World.Organization}/{World.Project}/{connection}";
}
