using System.Collections.Concurrent;

namespace EphemeralAgents.Emulator.Hosting;

/// <summary>One request that the emulator has answered.</summary>
public sealed record LoggedRequest(string Method, string Path, string Query, int Status, string? UserAgent)
{
    public override string ToString() => $"{Status} {Method} {Path}{Query}";
}

/// <summary>Every request that the emulator has answered, in the order of the answers.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentQueue<LoggedRequest> _requests = new();

    public IReadOnlyList<LoggedRequest> All => [.. _requests];

    public void Clear() => _requests.Clear();

    internal async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            var request = context.Request;
            _requests.Enqueue(new(request.Method, request.Path, request.QueryString.Value ?? "", context.Response.StatusCode, request.Headers.UserAgent));
        }
    }
}
