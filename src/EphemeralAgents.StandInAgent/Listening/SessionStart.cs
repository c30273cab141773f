using EphemeralAgents.StandInAgent.Connection;

namespace EphemeralAgents.StandInAgent.Listening;

/// <summary>Makes the session, with the retries of the real agent (azure-pipelines-agent, MessageListener).</summary>
internal sealed class SessionStart(IReadOnlyList<ServerConnection> connections, AgentSession session, Terminal terminal, TimeProvider clock)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ConflictLimit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan ClockSkewLimit = TimeSpan.FromMinutes(30);

    /// <returns>False when there is no point in trying again: the agent ends with <see cref="ReturnCode.TerminatedError"/>.</returns>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        long? conflictSince = null, skewSince = null;
        while (true)
        {
            try
            {
                terminal.Write("Connecting to the server.");
                await Task.WhenAll(connections.Select(connection => ConnectAsync(connection, ct)));
                await session.CreateAsync(ct);
                return true;
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                if (!MayRetry(failure as ServerException, ref conflictSince, ref skewSince)) return false;
                terminal.WriteTimed($"Agent connect error: {failure.Message} Retrying every {RetryInterval.TotalSeconds:0} seconds.");
            }
            await Task.Delay(RetryInterval, clock, ct);
        }
    }

    private bool MayRetry(ServerException? failure, ref long? conflictSince, ref long? skewSince)
    {
        switch (failure)
        {
            case { Type: "TaskAgentNotFoundException" }:
                terminal.Write("The agent no longer exists on the server. Please reconfigure the agent.");
                return false;
            case { Type: "TaskAgentPoolNotFoundException" or "AccessDeniedException" or "TaskAgentAccessTokenExpiredException" or ServerException.Unauthorized }:
                terminal.Write($"Failed to create a session. {failure.Message}");
                return false;
            case { Type: "TaskAgentSessionConflictException" }:
                terminal.Write("A session for this agent already exists.");
                return IsWithin(ConflictLimit, ref conflictSince);
            case { Type: ServerException.TokenRequest } when failure.Message.Contains("Current server time is"):
                return IsWithin(ClockSkewLimit, ref skewSince);
            default:
                return true;
        }
    }

    private bool IsWithin(TimeSpan limit, ref long? since)
    {
        since ??= clock.GetTimestamp();
        if (clock.GetElapsedTime(since.Value) < limit) return true;
        terminal.Write($"Giving up after {limit.TotalMinutes:0} minutes.");
        return false;
    }

    private async Task ConnectAsync(ServerConnection connection, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await connection.ConnectAsync(ct);
                return;
            }
            catch (Exception failure) when (attempt < 5 && failure is not OperationCanceledException and not ServerException { Type: ServerException.Unauthorized })
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), clock, ct);
            }
        }
    }
}
