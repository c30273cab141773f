using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Identity;

/// <summary>A token request that Entra refuses. <paramref name="number"/> is the AADSTS code.</summary>
internal sealed class EntraException(int status, string error, int number, string message) : Exception(message)
{
    public int Status => status;

    public JsonObject Body(TimeProvider clock)
    {
        var (trace, correlation, now) = (Guid.NewGuid(), Guid.NewGuid(), clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss'Z'"));
        return new JsonObject
        {
            ["error"] = error,
            ["error_description"] = $"AADSTS{number}: {Message} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {now}",
            ["error_codes"] = new JsonArray(number),
            ["timestamp"] = now,
            ["trace_id"] = trace.ToString(),
            ["correlation_id"] = correlation.ToString(),
            ["error_uri"] = $"https://login.microsoftonline.com/error?code={number}",
        };
    }

    public static EntraException TenantNotFound(string tenant) => new(400, "invalid_request", 90002,
        $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. " +
        "Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.");

    public static EntraException MissingParameter(string name) => new(400, "invalid_request", 900144,
        $"The request body must contain the following parameter: '{name}'.");

    public static EntraException UnsupportedGrant(string grant) => new(400, "unsupported_grant_type", 70003,
        $"The app requested an unsupported grant type '{grant}'.");

    public static EntraException UnknownApp(string clientId) => new(400, "unauthorized_client", 700016,
        $"Application with identifier '{clientId}' was not found in the directory '{World.TenantId}'. This can happen if the application has not been installed " +
        "by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.");

    public static EntraException UnknownResource(string? scope) => new(400, "invalid_resource", 500011,
        $"The resource principal named {scope} was not found in the tenant named {World.TenantId}. This can happen if the application has not been installed " +
        "by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.");

    public static EntraException WrongSecret(string clientId) => new(401, "invalid_client", 7000215,
        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, " +
        $"for a secret added to app '{clientId}'.");

    public static EntraException ExpiredSecret(string clientId) => new(401, "invalid_client", 7000222,
        $"The provided client secret keys for app '{clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, " +
        "or consider using certificate credentials for added security: https://aka.ms/certCreds.");

    public static EntraException NoCredential() => new(401, "invalid_client", 7000218,
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");

    public static EntraException MalformedAssertion() => new(401, "invalid_client", 50027, "JWT token is invalid or malformed.");

    public static EntraException WrongAssertionAudience() => new(401, "invalid_client", 700023,
        "Client assertion audience claim does not match Realm issuer. Review the documentation at https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .");

    public static EntraException AssertionOutOfTime() => new(401, "invalid_client", 700024, "Client assertion is not within its valid time range.");

    public static EntraException UnknownCertificate() => new(401, "invalid_client", 700027,
        "The certificate with identifier used to sign the client assertion is not registered on application.");

    public static EntraException NoFederatedCredential(string? subject) => new(401, "invalid_client", 700213,
        $"No matching federated identity record found for presented assertion subject '{subject}'. Check your federated identity credential Subject, Audience and Issuer " +
        "against the presented assertion. https://docs.microsoft.com/entra/workload-id/workload-identity-federation");
}
