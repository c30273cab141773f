using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>What Resource Manager does around every handler: authentication, api-version, throttling headers, the shape of errors.</summary>
internal sealed partial class ArmRoutes(IEndpointRouteBuilder app, AzureCloud azure)
{
    private static readonly JsonSerializerOptions AsArmWrites = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Get(string path, Func<AzureCloud, ArmCall, IResult> handler) => Map("GET", path, handler);

    public void Map(string method, string path, Func<AzureCloud, ArmCall, IResult> handler) => Map(method, path, Awaited(handler));

    public void Map(string method, string path, Func<AzureCloud, ArmCall, Task<IResult>> handler, bool anyVersion = false) =>
        app.MapMethods(path, [method], context => AnswerAsync(context, handler, anyVersion));

    /// <summary>Whatever no other route knows.</summary>
    public void Otherwise(string path, Func<AzureCloud, ArmCall, IResult> handler) => app.Map(path, context => AnswerAsync(context, Awaited(handler), anyVersion: false));

    public static IResult Json(JsonNode body, int status = StatusCodes.Status200OK) => Results.Json(body, AsArmWrites, statusCode: status);

    private static Func<AzureCloud, ArmCall, Task<IResult>> Awaited(Func<AzureCloud, ArmCall, IResult> handler) => (cloud, call) => Task.FromResult(handler(cloud, call));

    private async Task AnswerAsync(HttpContext context, Func<AzureCloud, ArmCall, Task<IResult>> handler, bool anyVersion)
    {
        Stamp(context);
        IResult answer;
        try
        {
            var token = Authenticate(context.Request);
            RequireVersion(context.Request, anyVersion);
            azure.RateLimits.Stamp(context, token.Principal);
            answer = await handler(azure, new ArmCall(context, azure, token.Principal));
        }
        catch (ArmException refused)
        {
            if (refused.AtGateway) context.Response.Headers["x-ms-failure-cause"] = "gateway";
            if (refused.Challenge is not null) context.Response.Headers.WWWAuthenticate = refused.Challenge;
            if (refused.RetryAfter is { } wait) context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString();
            answer = Json(refused.Body(), refused.Status);
        }
        await answer.ExecuteAsync(context);
    }

    private IssuedToken Authenticate(HttpRequest request)
    {
        if (request.Headers.Authorization.FirstOrDefault() is not { Length: > 0 } header) throw ArmErrors.NoToken();
        var value = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : throw ArmErrors.BadToken();
        var token = azure.Tokens.Find(value);
        if (token is null && azure.Tokens.FindExpired(value) is { } expired) throw ArmErrors.ExpiredToken(expired.ExpiresOn, azure.Clock.GetUtcNow());
        if (token is null) throw ArmErrors.BadToken();
        return token.Audience == Resources.ResourceManager ? token : throw ArmErrors.WrongAudience(token.Audience);
    }

    private static void RequireVersion(HttpRequest request, bool any)
    {
        if (any) return;
        if (request.Query["api-version"].FirstOrDefault() is not { Length: > 0 } version) throw ArmErrors.NoApiVersion();
        if (!Version().IsMatch(version)) throw ArmErrors.BadApiVersion(version);
    }

    private static void Stamp(HttpContext context)
    {
        var headers = context.Response.Headers;
        var id = Guid.NewGuid().ToString();
        headers["x-ms-request-id"] = $"{World.Location}:{id}";
        headers["x-ms-correlation-request-id"] = context.Request.Headers["x-ms-correlation-request-id"].FirstOrDefault() ?? id;
        headers["x-ms-client-request-id"] = context.Request.Headers["x-ms-client-request-id"];
        headers["X-Content-Type-Options"] = "nosniff";
        headers.CacheControl = "no-cache";
        headers.Pragma = "no-cache";
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}(-[a-z]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
