namespace EphemeralAgents.Emulator.Identity;

public enum PrincipalKind
{
    ServicePrincipal,
    ManagedIdentity,

    /// <summary>A project's build identity: who a job's System.AccessToken speaks for.</summary>
    BuildIdentity,

    /// <summary>A registered agent's own OAuth identity: it may listen for jobs of its own and nothing else.</summary>
    Agent,

    /// <summary>A person, by personal access token.</summary>
    User,
}

/// <summary>Who a token speaks for. <paramref name="Id"/> is the client id of a service principal, a managed identity or an agent.</summary>
public sealed record Principal(string Id, string Name, PrincipalKind Kind);
