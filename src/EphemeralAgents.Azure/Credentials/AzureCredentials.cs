using System.Security.Cryptography.X509Certificates;
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
        var options = new ClientSecretCredentialOptions { DisableInstanceDiscovery = IsPrivate(cloud) };
        return Explained(cloud, new ClientSecretCredential(tenantId, clientId, secret, At(cloud, options, transport)));
    }

    /// <summary>A service principal with a certificate, whose private key signs a statement for every token.</summary>
    public static TokenCredential ClientCertificate(AzureCloud cloud, string tenantId, string clientId, X509Certificate2 certificate, HttpPipelineTransport? transport = null)
    {
        var options = new ClientCertificateCredentialOptions { DisableInstanceDiscovery = IsPrivate(cloud) };
        return Explained(cloud, new ClientCertificateCredential(tenantId, clientId, certificate, At(cloud, options, transport)));
    }

    /// <summary>
    /// An application that trusts somebody else's tokens. Not AzurePipelinesCredential, which finds the address that gives them only in
    /// this process's own environment and sends the job's token there even in clear.
    /// </summary>
    /// <param name="assertion">Gets such a token; asked anew for every token of Entra, since each is good for minutes only.</param>
    public static TokenCredential Federated(AzureCloud cloud, string tenantId, string clientId, Func<CancellationToken, Task<string>> assertion, HttpPipelineTransport? transport = null)
    {
        var options = new ClientAssertionCredentialOptions { DisableInstanceDiscovery = IsPrivate(cloud) };
        return Explained(cloud, new ClientAssertionCredential(tenantId, clientId, assertion, At(cloud, options, transport)));
    }

    /// <summary>The managed identity of the machine that this process runs on.</summary>
    /// <param name="clientId">Which of its identities; null for its own, or the only one that it has.</param>
    public static TokenCredential MachineIdentity(string? clientId, HttpPipelineTransport? transport = null)
    {
        var id = clientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId);
        var options = new ManagedIdentityCredentialOptions(id) { RetryPolicy = new TrustedRetries() };
        // A machine that is not in Azure drops the requests: its user shall know soon.
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(5);
        if (transport is not null) options.Transport = transport;
        return new ExplainedCredential(new ManagedIdentityCredential(options), IdentityEndpoint);
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

    private static T At<T>(AzureCloud cloud, T options, HttpPipelineTransport? transport) where T : TokenCredentialOptions
    {
        options.AuthorityHost = cloud.Authority;
        options.RetryPolicy = new TrustedRetries();
        if (transport is not null) options.Transport = transport;
        return options;
    }

    // Entra's public directory of authorities does not know private ones, and need not be reachable.
    private static bool IsPrivate(AzureCloud cloud) => cloud.Authority != AzureCloud.Public.Authority;

    private static ExplainedCredential Explained(AzureCloud cloud, TokenCredential credential) => new(credential, cloud.Authority);
}
