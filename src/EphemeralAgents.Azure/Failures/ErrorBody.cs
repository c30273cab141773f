using System.Text.Json;
using Azure;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Azure.Failures;

/// <summary>The error in an answer: <c>{"error":{"code","message"}}</c>, of a refusal or of a failed asynchronous operation alike.</summary>
internal sealed record ErrorBody(ErrorDetail? Error)
{
    /// <summary>The error with what the table knows of its code; a code that it does not know comes with the correlation id.</summary>
    public static CloudError Read(RequestFailedException refused)
    {
        var response = refused.GetRawResponse();
        var detail = response is null ? null : Parse(response)?.Error;
        var code = detail?.Code ?? refused.ErrorCode ?? $"HTTP {refused.Status}";
        return KnownErrors.Judge(new CloudError(code, detail?.Message ?? "no message"), CorrelationId(response));
    }

    private static ErrorBody? Parse(Response response)
    {
        try
        {
            return JsonSerializer.Deserialize(response.Content, AzureJson.Default.ErrorBody);
        }
        catch (JsonException)
        {
            return null; // a proxy's page, perhaps
        }
    }

    private static string? CorrelationId(Response? response) =>
        response is not null && response.Headers.TryGetValue("x-ms-correlation-request-id", out var id) ? id : null;
}

internal sealed record ErrorDetail(string? Code, string? Message);
