using System.Security.Cryptography.X509Certificates;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>Who signs in to Entra, and what with.</summary>
internal abstract record EntraIdentity
{
    /// <summary>Null where it does not matter.</summary>
    public string? TenantId { get; init; }

    // A record's own text would print every member, secrets too.
    public sealed override string ToString() => GetType().Name;
}

internal sealed record SecretIdentity(string ClientId, string Secret) : EntraIdentity;

/// <param name="Certificate">With its private key, which is in memory only.</param>
internal sealed record CertificateIdentity(string ClientId, X509Certificate2 Certificate) : EntraIdentity;

/// <summary>An application that trusts the tokens which this job gets for a service connection.</summary>
/// <param name="RequestUrl">Where the job gets them.</param>
/// <param name="JobToken">What it gets them with. Secret.</param>
internal sealed record FederatedIdentity(string ClientId, string ConnectionId, Uri RequestUrl, string JobToken) : EntraIdentity;

/// <summary>The managed identity of the machine.</summary>
/// <param name="ClientId">Null: its own, or the only one that it has.</param>
internal sealed record MachineIdentity(string? ClientId) : EntraIdentity;
