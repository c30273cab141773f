using System.Text.Json;
using Azure;
using EphemeralAgents.AzurePipelines.Pools.Wire;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.AzurePipelines.Pools;

/// <summary>Azure DevOps understood a request and refused it. <see cref="Type"/> tells why: statuses are shared by many reasons.</summary>
internal sealed class ServiceRefusal(int status, string? type, string said, string remedy)
    : ProvisioningException(ExitCodeFor(status), $"Azure DevOps refused: {said}\n{remedy}")
{
    public int Status { get; } = status;

    /// <summary>The name of the service's exception without its namespace, such as <c>TaskAgentExistsException</c>.</summary>
    public string? Type { get; } = type;

    /// <summary>The service's own sentence.</summary>
    public string Said { get; } = said;

    public static void ThrowIfRefused(Response response, Uri organization)
    {
        var isJson = response.Headers.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;
        var isEmpty = response.ContentStream is null or { CanSeek: true, Length: 0 };
        if (response.Status is 401 or 203 or (>= 300 and < 400) || (response.Status < 300 && !isJson && !isEmpty)) throw NotSignedIn(organization);
        if (response.Status < 300) return;
        var error = isJson ? Parse(response) : null;
        throw new ServiceRefusal(
            response.Status, error?.Type, error?.Message ?? $"HTTP {response.Status} {response.ReasonPhrase}".TrimEnd(),
            response.Status >= 500 ? "Try again in some minutes; should it last, see https://status.dev.azure.com" : $"Check that {organization} is the right organization.");
    }

    // Azure DevOps answers an unknown or expired token with a page to sign in: 203, 302 or even 200 with HTML.
    private static ProvisioningException NotSignedIn(Uri organization) => new(ExitCode.NotPermitted, $"""
        {organization} did not accept the token: not authenticated.
        System.AccessToken is good for its own organization and, at most, until its own job ends; the identity of an Entra token must be a user of the organization.
        """);

    private static ServiceError? Parse(Response response)
    {
        try
        {
            return JsonSerializer.Deserialize(response.Content, PipelinesJson.Default.ServiceError);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ExitCode ExitCodeFor(int status) => status switch
    {
        403 => ExitCode.NotPermitted,
        404 => ExitCode.NotUsable,
        _ => ExitCode.Failed,
    };
}
