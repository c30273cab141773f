using Azure.Core;
using Azure.Identity;
using EphemeralAgents.Azure.Failures;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Azure.Credentials;

/// <summary>A credential whose failures say what to do, whichever service its token is for.</summary>
internal sealed class ExplainedCredential(TokenCredential credential, Uri authority) : TokenCredential
{
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        try
        {
            return credential.GetToken(requestContext, cancellationToken);
        }
        catch (AuthenticationFailedException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Explained(exception);
        }
    }

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        try
        {
            return await credential.GetTokenAsync(requestContext, cancellationToken);
        }
        catch (AuthenticationFailedException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Explained(exception);
        }
    }

    private ProvisioningException Explained(AuthenticationFailedException exception) =>
        AlreadyExplained(exception) ?? ConnectionFailedException.From(exception, authority) ?? EntraFailure.Explain(exception);

    // An assertion that could not be had: Azure.Identity wraps what its callback throws.
    private static ProvisioningException? AlreadyExplained(Exception? exception) =>
        exception is null or ProvisioningException ? exception as ProvisioningException : AlreadyExplained(exception.InnerException);
}
