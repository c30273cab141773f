using Azure;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Azure.Failures;

/// <summary>Turns what the libraries throw into what a person can act on. Bodies and headers stay out: only code, message and correlation id.</summary>
internal static class Failure
{
    /// <returns>The failure, or null when the exception is none of Azure's.</returns>
    public static ProvisioningException? Explain(Exception exception, string what, AzureCloud cloud) => exception switch
    {
        RequestFailedException { Status: 0 } lost => ConnectionFailedException.From(lost, cloud.ResourceManager),
        RequestFailedException refused => Refusal(refused, what),
        AggregateException retries => ConnectionFailedException.From(retries, cloud.ResourceManager) ?? TimedOut(retries.InnerExceptions[^1], cloud),
        OperationCanceledException => TimedOut(exception, cloud), // the caller did not cancel
        _ => null,
    };

    private static ProvisioningException Refusal(RequestFailedException refused, string what)
    {
        var error = ErrorBody.Read(refused);
        if (refused.Status is 401 or 403)
            return new ProvisioningException(ExitCode.NotPermitted, $"Azure does not permit to {what}: {error.Code}: {error.Message}\n{MissingRole.Remedy(error) ?? error.Remedy}");
        return new ProvisioningException(refused.Status == 404 ? ExitCode.NotUsable : ExitCode.Failed, $"Azure refused to {what}: {error.Code}: {error.Message}\n{error.Remedy}");
    }

    private static ProvisioningException? TimedOut(Exception exception, AzureCloud cloud) => exception is OperationCanceledException
        ? new ProvisioningException(ExitCode.Failed, $"{cloud.ResourceManager.GetLeftPart(UriPartial.Authority)} did not answer in time. Try again; check the proxy and firewall of the machine that runs this.")
        : null;
}
