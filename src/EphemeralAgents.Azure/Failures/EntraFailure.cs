using System.Text.RegularExpressions;
using Azure.Identity;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Azure.Failures;

/// <summary>Why Entra gave no token, by its AADSTS code.</summary>
internal static partial class EntraFailure
{
    private static readonly Dictionary<string, string> Remedies = new(StringComparer.Ordinal)
    {
        ["AADSTS7000215"] = "The client secret is wrong: put the secret's value, not its id, into the service connection.",
        ["AADSTS7000222"] = "The client secret has expired: make a new one (az ad app credential reset --id CLIENT-ID) and put it into the service connection.",
        ["AADSTS700016"] = "The tenant does not know the application: correct the client id or the tenant id of the service connection.",
        ["AADSTS90002"] = "There is no such tenant: correct the tenant id of the service connection.",
        ["AADSTS700027"] = "The application does not know the certificate: upload it to the application, or put the one that it has into the service connection.",
        ["AADSTS700024"] = "The clock of this machine is wrong, or the certificate has expired: correct the clock or renew the certificate.",
        ["AADSTS70021"] = "The application does not trust this token's issuer and subject: add the service connection's federated credential to it.",
        ["AADSTS700213"] = "The application does not trust this token's subject: add the service connection's federated credential to it.",
    };

    public static ProvisioningException Explain(AuthenticationFailedException exception)
    {
        // MSAL wraps the server's sentence in advice and in its own layers; trace and correlation ids follow it.
        var match = Sentence().Match(exception.ToString());
        return new ProvisioningException(ExitCode.NotPermitted, match.Success
            ? $"Entra refused a token: {match.Value.TrimEnd()}\n{Remedies.GetValueOrDefault(match.Groups["code"].Value, "Check tenant, application and credential of the service connection.")}"
            : $"There is no token for Azure: {exception.Message.Split('\n')[0].TrimEnd()}{IdentityRemedy(exception)}");
    }

    private static string IdentityRemedy(AuthenticationFailedException exception) => exception.Message.Contains("managed identity", StringComparison.OrdinalIgnoreCase)
        || exception.Message.Contains("ManagedIdentity", StringComparison.Ordinal)
        ? "\nAssign the managed identity to the machine that this runs on, or correct its client id."
        : "";

    [GeneratedRegex(@"(?<code>AADSTS[0-9]+): .*?(?=\s*(Trace ID|Correlation ID|\(Status|[\r\n]|$))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sentence();
}
