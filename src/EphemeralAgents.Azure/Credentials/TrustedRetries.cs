using System.Security.Authentication;
using Azure.Core;
using Azure.Core.Pipeline;

namespace EphemeralAgents.Azure.Credentials;

/// <summary>Azure.Core's retries, except after an untrusted certificate: nothing will change, and three more tries cost six seconds.</summary>
internal sealed class TrustedRetries() : RetryPolicy(maxRetries: 3)
{
    protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
        exception?.GetBaseException() is not AuthenticationException && base.ShouldRetry(message, exception);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        exception?.GetBaseException() is AuthenticationException ? ValueTask.FromResult(false) : base.ShouldRetryAsync(message, exception);
}
