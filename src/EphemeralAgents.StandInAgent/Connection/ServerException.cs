using System.Net;
using System.Text.Json;

namespace EphemeralAgents.StandInAgent.Connection;

/// <summary>The service has refused a request. <paramref name="type"/> is the name of its exception, such as TaskAgentNotFoundException.</summary>
internal sealed class ServerException(string type, HttpStatusCode status, string message) : Exception(message)
{
    public const string Untyped = "VssServiceException";
    public const string Unauthorized = "VssUnauthorizedException";

    /// <summary>The token endpoint has refused the agent's assertion.</summary>
    public const string TokenRequest = "VssOAuthTokenRequestException";

    public string Type { get; } = type;
    public HttpStatusCode Status { get; } = status;

    public bool Is(params ReadOnlySpan<string> types) => types.Contains(Type);

    /// <summary>
    /// Reads <c>{"message":"…","typeName":"Namespace.Type, Assembly","typeKey":"Type"}</c>. Like the official client, the type is taken
    /// from <c>typeName</c>; an answer with only <c>typeKey</c> is an untyped error.
    /// </summary>
    public static async Task<ServerException> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized) return new ServerException(Unauthorized, response.StatusCode, "Not authorized.");
        var error = ReadError(await response.Content.ReadAsStringAsync(ct));
        var type = error?.TypeName?.Split(',')[0].Split('.')[^1];
        return new ServerException(type ?? Untyped, response.StatusCode, error?.Message ?? $"The server answered {(int)response.StatusCode}.");
    }

    private static Error? ReadError(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<Error>(body, Json.Options);
        }
        catch (JsonException)
        {
            return null; // a page of HTML, or nothing
        }
    }

    private sealed record Error(string? Message, string? TypeName);
}
