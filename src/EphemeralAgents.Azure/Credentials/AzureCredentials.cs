using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace EphemeralAgents.Azure.Credentials;

/// <summary>The identities that we act as. Make one credential and share it: each caches its own tokens.</summary>
public static class AzureCredentials
{
    private static readonly Uri IdentityEndpoint = new("http://169.254.169.254/");

    /// <summary>A service principal with a secret.</summary>
    public static TokenCredential ClientSecret(AzureCloud cloud, string tenantId, string clientId, string secret, HttpPipelineTransport? transport = null)
    {
        var options = new ClientSecretCredentialOptions
        {
            AuthorityHost = cloud.Authority,
            // Entra's public directory of authorities does not know private ones, and need not be reachable.
            DisableInstanceDiscovery = cloud.Authority != AzureCloud.Public.Authority,
            RetryPolicy = new TrustedRetries(),
        };
        if (transport is not null) options.Transport = transport;
        return new ExplainedCredential(new ClientSecretCredential(tenantId, clientId, secret, options), cloud.Authority);
    }

    /// <summary>An access token that somebody else got and sealed; when it expires, nothing renews it.</summary>
    public static TokenCredential SealedToken(string token) =>
        DelegatedTokenCredential.Create((_, _) => new AccessToken(token, DateTimeOffset.MaxValue));

    /// <summary>
    /// The managed identity of the container that this process runs in. Container Instances do not wait for the identity
    /// endpoint, so a container asks again for up to <see cref="PatientCredential.Patience"/>, or until the caller cancels.
    /// </summary>
    public static TokenCredential ManagedIdentity(string clientId, TimeProvider clock, HttpPipelineTransport? transport = null)
    {
        var options = new ManagedIdentityCredentialOptions(ManagedIdentityId.FromUserAssignedClientId(clientId)) { RetryPolicy = new RetryPolicy(maxRetries: 0) };
        if (transport is not null) options.Transport = transport;
        return new ExplainedCredential(new PatientCredential(new ManagedIdentityCredential(options), clock), IdentityEndpoint);
    }
}
