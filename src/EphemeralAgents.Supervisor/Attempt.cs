namespace EphemeralAgents.Supervisor;

/// <summary>One attempt that may not hang.</summary>
internal static class Attempt
{
    /// <exception cref="TimeoutException">It took longer than <paramref name="longest"/>.</exception>
    public static async Task<T> WithinAsync<T>(TimeSpan longest, TimeProvider clock, Func<CancellationToken, Task<T>> attempt, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            return await attempt(either.Token);
        }
        catch (OperationCanceledException late) when (timeout.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer within {longest.TotalSeconds:0} s.", late);
        }
    }
}
