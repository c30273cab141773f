using System.Text.Json;
using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>One authenticated request: who asks, what for, and the organization that answers.</summary>
internal sealed class Call(HttpContext http, Organization organization, IssuedToken? token, byte[] content)
{
    public Organization Organization { get; } = organization;
    public HttpRequest Request { get; } = http.Request;
    public CancellationToken Aborted => http.RequestAborted;

    /// <summary>The body, whatever its content type says: every api-version has its own.</summary>
    public byte[] Content { get; } = content;

    /// <summary>Null only where a route lets anybody in.</summary>
    public IssuedToken Token => token ?? throw new InvalidOperationException("This route has no caller.");

    public Principal Caller => Token.Principal;

    /// <summary>The organization's address as the client sees it, with a slash at the end.</summary>
    public Uri OrganizationUrl => new($"{Request.Scheme}://{Request.Host}/{World.Organization}/");

    public int Number(string name) => int.Parse((string)Request.RouteValues[name]!);

    public Guid Id(string name) => Guid.Parse((string)Request.RouteValues[name]!);

    public string Text(string name) => (string)Request.RouteValues[name]!;

    public string? Query(string name) => Request.Query[name] is [{ Length: > 0 } value] ? value : null;

    public bool Flag(string name) => bool.TryParse(Query(name), out var set) && set;

    public IReadOnlyList<string> QueryList(string name) =>
        Query(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public T Body<T>()
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Content, Json.Options) ?? throw RefusedException.BadArgument("Value cannot be null.");
        }
        catch (JsonException problem)
        {
            throw RefusedException.BadArgument($"The body is no valid JSON for this request: {problem.Message}");
        }
    }

    /// <summary>The items of a collection body, <c>{"count":1,"value":[…]}</c>.</summary>
    public IReadOnlyList<T> Items<T>() where T : JsonNode => [.. (Body<JsonObject>()["value"] as JsonArray ?? []).OfType<T>()];
}
