using System.Collections.Concurrent;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>
/// The two families of limits: Resource Manager's per principal, which are only reported here, and Container Instances' own on
/// creations and deletions, which are enforced.
/// </summary>
internal sealed class RateLimits(TimeProvider clock, Quotas quotas)
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, Queue<DateTimeOffset>> _requests = new(StringComparer.Ordinal);

    /// <summary>Resource Manager's token buckets: 250 reads refilled by 25 a second; 200 writes and deletes each, refilled by 10.</summary>
    public void Stamp(HttpContext context, Principal principal)
    {
        var (kind, size, refill) = context.Request.Method switch
        {
            "GET" or "HEAD" => ("reads", 250, 25),
            "DELETE" => ("deletes", 200, 10),
            _ => ("writes", 200, 10),
        };
        var used = Count($"{kind}/{principal.Id}", TimeSpan.FromSeconds((double)size / refill), add: true);
        context.Response.Headers[$"x-ms-ratelimit-remaining-subscription-{kind}"] = Math.Max(0, size - used).ToString();
        context.Response.Headers[$"x-ms-ratelimit-remaining-subscription-global-{kind}"] = Math.Max(0, size * 15 - used).ToString();
    }

    /// <exception cref="ArmException">429: the limit of five minutes or of the hour is used up.</exception>
    public void Spend(HttpContext context, string action)
    {
        var key = $"aci/{action}";
        Check(action, key, quotas.RequestsPerFiveMinutes, FiveMinutes);
        Check(action, key, quotas.RequestsPerHour, Hour);
        Count(key, Hour, add: true);
        context.Response.Headers["x-ms-ratelimit-remaining-subscription-resource-requests-pt5m"] = (quotas.RequestsPerFiveMinutes - Count(key, FiveMinutes, add: false)).ToString();
        context.Response.Headers["x-ms-ratelimit-remaining-subscription-resource-requests-pt1h"] = (quotas.RequestsPerHour - Count(key, Hour, add: false)).ToString();
    }

    private void Check(string action, string key, int limit, TimeSpan window)
    {
        if (Count(key, window, add: false) < limit) return;
        var requests = _requests[key];
        lock (requests)
        {
            var oldest = requests.First(one => one > clock.GetUtcNow() - window);
            throw ArmErrors.Throttled(action, limit, window, oldest + window - clock.GetUtcNow());
        }
    }

    private int Count(string key, TimeSpan window, bool add)
    {
        var (requests, now) = (_requests.GetOrAdd(key, _ => new()), clock.GetUtcNow());
        lock (requests)
        {
            if (add) requests.Enqueue(now);
            while (requests.TryPeek(out var oldest) && oldest <= now - Hour) requests.Dequeue();
            return requests.Count(one => one > now - window);
        }
    }
}
