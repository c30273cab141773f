using Azure.Core;
using Azure.Identity;
using Microsoft.Identity.Client;

namespace EphemeralAgents.Azure.Credentials;

/// <summary>Asks a credential that is not available yet again, until it is or <see cref="Patience"/> ends. A refusal is final.</summary>
internal sealed class PatientCredential(TokenCredential credential, TimeProvider clock) : TokenCredential
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        GetTokenAsync(requestContext, cancellationToken).AsTask().GetAwaiter().GetResult();

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await credential.GetTokenAsync(requestContext, cancellationToken);
            }
            catch (AuthenticationFailedException early) when (!IsRefusal(early) && clock.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    // 400 says that the container does not have this identity; MSAL then leaves its own status at 0 and has no cause to name.
    // Everything else passes with time: a refused connection, 404, 500.
    private static bool IsRefusal(AuthenticationFailedException exception) => exception.GetBaseException() is MsalServiceException { StatusCode: 0 };
}
