using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>What Resource Manager says, in its own words, whatever the resource.</summary>
internal static class ArmErrors
{
    public static ArmException NoToken() => Unauthenticated("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.",
        "invalid_request", "The authentication failed because of missing 'Authorization' header.");

    public static ArmException BadToken() => Unauthenticated("InvalidAuthenticationToken", "The access token is invalid.", "invalid_token", "The access token is invalid.");

    public static ArmException ExpiredToken(DateTimeOffset expired, DateTimeOffset now)
    {
        var message = $"The access token expiry UTC time '{expired:M/d/yyyy h:mm:ss tt}' is earlier than current UTC time '{now:M/d/yyyy h:mm:ss tt}'.";
        return Unauthenticated("ExpiredAuthenticationToken", message, "invalid_token", message);
    }

    public static ArmException WrongAudience(string audience)
    {
        var message = $"The access token has been obtained for wrong audience or resource '{audience}'. It should exactly match with one of the allowed audiences " +
            "'https://management.core.windows.net/','https://management.core.windows.net','https://management.azure.com/','https://management.azure.com'.";
        return Unauthenticated("InvalidAuthenticationTokenAudience", message, "invalid_token", message);
    }

    public static ArmException Forbidden(Principal client, string action, string scope) => Gateway(403, "AuthorizationFailed",
        $"The client '{client.Id}' with object id '{client.Id}' does not have authorization to perform action '{action}' over scope '{scope}' or the scope is invalid. " +
        "If access was recently granted, please refresh your credentials.");

    public static ArmException LinkedForbidden(Principal client, string action, string scope, string linkedAction, string linkedScope) => Gateway(403, "LinkedAuthorizationFailed",
        $"The client '{client.Id}' with object id '{client.Id}' has permission to perform action '{action}' on scope '{scope}'; however, it does not have permission to " +
        $"perform action '{linkedAction}' on the linked scope(s) '{linkedScope}' or the linked scope(s) are invalid.");

    public static ArmException NoApiVersion() => Gateway(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");

    public static ArmException BadApiVersion(string version) => Gateway(400, "InvalidApiVersionParameter",
        $"The api-version '{version}' is invalid. The supported versions are dates such as '2023-05-01' or '2024-05-01-preview'.");

    public static ArmException SubscriptionNotFound(string id) => Gateway(404, "SubscriptionNotFound", $"The subscription '{id}' could not be found.");

    public static ArmException ResourceGroupNotFound(string name) => Gateway(404, "ResourceGroupNotFound", $"Resource group '{name}' could not be found.");

    public static ArmException ResourceNotFound(string type, string name, string resourceGroup) => Gateway(404, "ResourceNotFound",
        $"The Resource '{type}/{name}' under resource group '{resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix");

    public static ArmException NoSuchPath(string path) => Gateway(404, "NotFound", $"No HTTP resource was found that matches the request URI '{path}'.");

    public static ArmException BadContent(string why) => Gateway(400, "InvalidRequestContent", $"The request content was invalid and could not be deserialized: '{why}'.");

    public static ArmException LocationRequired() => Gateway(400, "LocationRequired", "The location property is required for this definition.");

    public static ArmException BadFilter(string why) => Gateway(400, "InvalidFilterInQueryString", $"Invalid $filter in query string: {why}");

    public static ArmException Throttled(string action, int limit, TimeSpan window, TimeSpan wait) => new(429, "ResourceRequestsThrottled",
        $"Number of requests for action '{action}' exceeded the limit of '{limit}' for time interval '{window:hh\\:mm\\:ss}'. Please try again after '{Math.Ceiling(wait.TotalSeconds)}' seconds.")
    {
        AtGateway = true,
        RetryAfter = wait,
    };

    private static ArmException Gateway(int status, string code, string message) => new(status, code, message) { AtGateway = true };

    private static ArmException Unauthenticated(string code, string message, string error, string description) => new(401, code, message)
    {
        AtGateway = true,
        Challenge = $"Bearer authorization_uri=\"https://login.windows.net/{World.TenantId}\", error=\"{error}\", error_description=\"{description}\"",
    };
}
