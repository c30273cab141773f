using Azure.Core;
using Azure.Identity;

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
            catch (CredentialUnavailableException) when (clock.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }
}
