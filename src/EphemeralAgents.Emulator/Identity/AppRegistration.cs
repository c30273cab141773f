using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EphemeralAgents.Emulator.Identity;

/// <summary>An application of the tenant together with its service principal. Its secret is made anew at every start.</summary>
public sealed class AppRegistration(string clientId, string displayName)
{
    public string ClientId { get; } = clientId;
    public string DisplayName { get; } = displayName;

    /// <summary>The client secret; tests may replace it as somebody would who rotates it.</summary>
    public string Secret { get; set; } = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 40);

    /// <summary>The secret is refused from then on.</summary>
    public DateTimeOffset SecretExpiresOn { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>Certificates whose keys may sign the application's assertions.</summary>
    public IList<X509Certificate2> Certificates { get; } = [];

    /// <summary>Subjects of foreign tokens that may be exchanged for a token of this application.</summary>
    public ISet<string> FederatedSubjects { get; } = new HashSet<string>(StringComparer.Ordinal);

    internal Principal Principal => new(ClientId, DisplayName, PrincipalKind.ServicePrincipal);
}

/// <summary>A user-assigned managed identity. <paramref name="Id"/> is its resource id, <paramref name="PrincipalId"/> its object id.</summary>
public sealed record ManagedIdentity(string Id, string ClientId, string PrincipalId, string Location)
{
    public string Name => Id[(Id.LastIndexOf('/') + 1)..];

    internal Principal Principal => new(ClientId, Name, PrincipalKind.ManagedIdentity);
}
