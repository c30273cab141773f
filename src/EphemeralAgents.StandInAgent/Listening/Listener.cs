using System.Security.Cryptography;
using System.Text.Json;
using EphemeralAgents.StandInAgent.Connection;

namespace EphemeralAgents.StandInAgent.Listening;

/// <summary>The message loop: from the session's start until the agent has done what it was started for.</summary>
internal sealed class Listener(AgentSession session, JobDispatcher jobs, SelfUpdate update, bool once, bool recoversSession, Terminal terminal, TimeProvider clock)
{
    private static readonly TimeSpan ShutdownGrace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(30);
    private int _errors;

    public async Task<ReturnCode> RunAsync(CancellationToken interrupted)
    {
        using var polling = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        try
        {
            return await ListenAsync(polling.Token);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            terminal.WriteTimed("Exiting...");
            await jobs.ShutDownAsync(ShutdownGrace);
            return ReturnCode.Success;
        }
        catch (ServerException revoked) when (revoked.Is("TaskAgentAccessTokenExpiredException"))
        {
            return ReturnCode.Success;
        }
        finally
        {
            await polling.CancelAsync();
        }
    }

    private async Task<ReturnCode> ListenAsync(CancellationToken ct)
    {
        terminal.WriteTimed("Listening for Jobs");
        var ended = new TaskCompletionSource<ReturnCode>(TaskCreationOptions.RunContinuationsAsynchronously);
        while (true)
        {
            var next = NextAsync(ct);
            if (await Task.WhenAny(next, ended.Task) != next) return await ended.Task;
            if (await next is { } message) await HandleAsync(message, ended, ct);
        }
    }

    private async Task HandleAsync(AgentMessage message, TaskCompletionSource<ReturnCode> ended, CancellationToken ct)
    {
        try
        {
            switch (message.MessageType)
            {
                // What arrives after a run-once agent's only job, or during an update, is another agent's or the next start's: it stays in the queue.
                case AgentMessage.JobRequest when update.IsUnderWay || (once && jobs.HasTakenJob):
                    return;
                case AgentMessage.JobRequest:
                    jobs.Dispatch(message.Body);
                    _ = FollowAsync(jobs.Completion, ended, ct);
                    break;
                case AgentMessage.JobCancellation:
                    jobs.Cancel(JsonSerializer.Deserialize<JobCancellation>(message.Body, Json.Options)!);
                    break;
                case AgentMessage.AgentRefresh when !SelfUpdate.IsDisabled && !update.IsUnderWay:
                    _ = UpdateAsync(update.StartAsync(jobs.Completion), ended);
                    break;
            }
        }
        catch (JsonException failure)
        {
            terminal.WriteTimed($"A {message.MessageType} message cannot be read: {failure.Message}");
        }
        await AcknowledgeAsync(message, ct);
    }

    private async Task AcknowledgeAsync(AgentMessage message, CancellationToken ct)
    {
        try
        {
            await session.DeleteAsync(message, ct);
        }
        catch (Exception failure) when (IsTransient(failure))
        {
            terminal.WriteTimed($"A message could not be deleted: {failure.Message}");
        }
    }

    /// <summary>Keeps the session alive while the job runs; its end is a run-once agent's end.</summary>
    private async Task FollowAsync(Task job, TaskCompletionSource<ReturnCode> ended, CancellationToken ct)
    {
        using var keepingAlive = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var alive = KeepAliveAsync(keepingAlive.Token);
        try
        {
            await job;
            if (once) ended.TrySetResult(ReturnCode.Success);
        }
        catch (Exception failure)
        {
            ended.TrySetException(failure); // no worker can be started here
        }
        await keepingAlive.CancelAsync();
        await alive;
    }

    private async Task KeepAliveAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(KeepAliveInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                try
                {
                    await session.KeepAliveAsync(ct);
                }
                catch (Exception failure) when (failure is ServerException || IsTransient(failure))
                {
                    terminal.WriteTimed($"Keep-alive failed: {failure.Message}"); // what it means, the other poll finds out
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The job is over.
        }
    }

    private async Task UpdateAsync(Task started, TaskCompletionSource<ReturnCode> ended)
    {
        await started;
        ended.TrySetResult(once ? ReturnCode.RunOnceAgentUpdating : ReturnCode.AgentUpdating);
    }

    private async Task<AgentMessage?> NextAsync(CancellationToken ct)
    {
        try
        {
            var message = await session.NextAsync(ct);
            _errors = 0;
            return message;
        }
        catch (ServerException expired) when (recoversSession && expired.Is("TaskAgentSessionExpiredException"))
        {
            await session.CreateAsync(ct);
            terminal.WriteTimed("The session had expired; a new one was made.");
            return null;
        }
        catch (Exception failure) when (IsTransient(failure))
        {
            terminal.WriteTimed($"Agent connect error: {failure.Message}");
            var shortest = _errors++ < 5 ? 15 : 30;
            await Task.Delay(TimeSpan.FromSeconds(RandomNumberGenerator.GetInt32(shortest, 2 * shortest)), clock, ct);
            return null;
        }
    }

    // The rest ends the listener (azure-pipelines-agent, MessageListener): an unhandled error, to be tried again by whoever started it.
    private static bool IsTransient(Exception failure) => failure switch
    {
        ServerException refused => !refused.Is(
            "TaskAgentNotFoundException", "TaskAgentPoolNotFoundException", "TaskAgentSessionExpiredException", "AccessDeniedException",
            "TaskAgentAccessTokenExpiredException", ServerException.Unauthorized),
        HttpRequestException or TimeoutException or IOException => true,
        _ => false,
    };
}
