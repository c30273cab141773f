using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace EphemeralAgents.AzurePipelines.Pools;

/// <summary>How requests to an organization are signed, and which token of that may leave this process.</summary>
/// <param name="TokenToHandOn">Null where it may not.</param>
internal sealed record OrganizationSignIn(HttpPipelinePolicy Policy, Func<CancellationToken, Task<string?>> TokenToHandOn)
{
    /// <summary>With tokens of Entra, or one that is at hand, as a bearer.</summary>
    public static OrganizationSignIn Bearer(TokenCredential credential) => new(
        new BearerTokenAuthenticationPolicy(credential, AzureDevOps.Scope),
        async ct => (await credential.GetTokenAsync(new TokenRequestContext([AzureDevOps.Scope], isCaeEnabled: true), ct)).Token);

    /// <summary>With a personal access token: the password of nobody in particular.</summary>
    public static OrganizationSignIn Personal(string token) => new(
        new Basic(Convert.ToBase64String(Encoding.UTF8.GetBytes($":{token}"))), _ => Task.FromResult<string?>(null));

    public override string ToString() => nameof(OrganizationSignIn);

    private sealed class Basic(string credential) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message)
        {
            if (message.Request.Uri.Scheme != Uri.UriSchemeHttps) throw new InvalidOperationException("A personal access token is sent by https only.");
            message.Request.Headers.SetValue(HttpHeader.Names.Authorization, $"Basic {credential}");
        }
    }
}
