using System.Text.Json;
using EphemeralAgents.StandInAgent.Configuration;
using EphemeralAgents.StandInAgent.Connection;
using EphemeralAgents.StandInAgent.Jobs;

namespace EphemeralAgents.StandInAgent.Listening;

/// <summary>Runs one job after the other, each in a worker of its own.</summary>
internal sealed class JobDispatcher(
    ServerConnection server, AgentFolder folder, AgentSettings settings, bool once, NotificationSocket notifications, Terminal terminal, DiagnosticLog log, TimeProvider clock)
{
    private readonly HashSet<Guid> _taken = [];
    private RunningJob? _job;

    /// <summary>Ends with the last job that was dispatched.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    public bool HasTakenJob => _taken.Count > 0;

    /// <summary>Starts the job of a message, unless it is one that was delivered before.</summary>
    public void Dispatch(string message)
    {
        var job = JsonSerializer.Deserialize<JobMessage>(message, Json.Options) ?? throw new InvalidDataException("The job message is empty.");
        if (!_taken.Add(job.JobId)) return;
        Completion = RunAsync(Completion, new RunningJob(job, message, server, folder, settings, once, notifications, terminal, log, clock));
    }

    public void Cancel(JobCancellation cancellation)
    {
        if (_job is { } job && job.Id == cancellation.JobId) job.Cancel(cancellation.Timeout);
    }

    /// <summary>Cancels what runs and waits for its end.</summary>
    public async Task ShutDownAsync(TimeSpan grace)
    {
        _job?.Cancel(grace);
        await Completion;
    }

    private async Task RunAsync(Task previous, RunningJob job)
    {
        await previous;
        _job = job;
        try
        {
            await job.RunAsync();
        }
        catch (Exception failure) when (failure is ServerException or HttpRequestException or TimeoutException or IOException or OperationCanceledException)
        {
            log.Write($"Job {job.Id}: {failure.Message}");
        }
        finally
        {
            _job = null;
        }
    }
}
