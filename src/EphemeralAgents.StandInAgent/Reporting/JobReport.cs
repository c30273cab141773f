using System.Text.Json;
using EphemeralAgents.StandInAgent.Connection;
using EphemeralAgents.StandInAgent.Jobs;

namespace EphemeralAgents.StandInAgent.Reporting;

/// <summary>
/// The job's records and console lines on their way to the server: collected, masked and sent twice a second. A failed send never
/// fails the job: records are sent again with the next change, lines are lost (the log file has them).
/// </summary>
internal sealed class JobReport : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);
    private readonly PlanConnection _plan;
    private readonly Secrets _secrets;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _loop;
    private HashSet<TimelineRecord> _changed = [];
    private List<(Guid Record, long Number, string Text)> _lines = [];

    public JobReport(PlanConnection plan, Secrets secrets, TimeProvider clock)
    {
        (_plan, _secrets, _clock) = (plan, secrets, clock);
        _loop = SendRegularlyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _loop;
        _ended.Dispose();
        _sending.Dispose();
    }

    /// <summary>Changes a record and sends it soon.</summary>
    public void Update(TimelineRecord record, Action<TimelineRecord> change)
    {
        lock (_lock)
        {
            change(record);
            _changed.Add(record);
        }
    }

    /// <summary>A line for the console and the record's log; the log's has the time in front.</summary>
    public void Write(TimelineRecord record, string line)
    {
        var masked = _secrets.Hide(line);
        lock (_lock)
        {
            record.Lines.Add($"{_clock.GetUtcNow().UtcDateTime:O} {masked}");
            _lines.Add((record.Id, record.Lines.Count, masked));
        }
    }

    public void AddIssue(TimelineRecord record, Issue issue)
    {
        Update(record, changed => changed.Issues.Add(issue with { Message = _secrets.Hide(issue.Message) }));
        Write(record, $"##[{issue.Type}]{issue.Message}");
    }

    /// <summary>Ends a record: its result at once, its log as a file.</summary>
    public async Task CompleteAsync(TimelineRecord record, TaskResult result)
    {
        Update(record, completed =>
        {
            completed.State = "completed";
            completed.Result = result;
            completed.FinishTime = _clock.GetUtcNow().UtcDateTime;
            completed.PercentComplete = 100;
        });
        if (record.Lines.Count == 0) return;
        try
        {
            var log = await _plan.UploadLogAsync(record);
            Update(record, uploaded => uploaded.Log = new LogReference(log));
        }
        catch (Exception failure) when (failure is ServerException or HttpRequestException or TimeoutException)
        {
            Write(record, $"##[warning]The log could not be sent: {failure.Message}");
        }
    }

    /// <summary>Sends what is left at the end of the job, trying a few times: outputs and results are among it.</summary>
    public async Task DrainAsync()
    {
        for (var attempt = 1; !await FlushAsync() && attempt < 5; attempt++) await Task.Delay(Interval, _clock);
    }

    /// <returns>False when records are still to be sent.</returns>
    private async Task<bool> FlushAsync()
    {
        await _sending.WaitAsync();
        try
        {
            List<(Guid Record, long Number, string Text)> lines;
            HashSet<TimelineRecord> changed;
            JsonElement[] records;
            lock (_lock)
            {
                (lines, _lines) = (_lines, []);
                (changed, _changed) = (_changed, []);
                records = [.. changed.Select(record => JsonSerializer.SerializeToElement(record, Json.Options))];
            }
            foreach (var batch in lines.GroupBy(line => line.Record))
                await TrySendAsync(() => _plan.FeedAsync(batch.Key, [.. batch.Select(line => line.Text)], batch.First().Number));
            if (changed.Count == 0 || await TrySendAsync(() => _plan.UpdateAsync(records))) return true;
            lock (_lock) _changed.UnionWith(changed);
            return false;
        }
        finally
        {
            _sending.Release();
        }
    }

    private static async Task<bool> TrySendAsync(Func<Task> send)
    {
        try
        {
            await send();
            return true;
        }
        catch (Exception failure) when (failure is ServerException or HttpRequestException or TimeoutException)
        {
            return false;
        }
    }

    private async Task SendRegularlyAsync()
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token)) await FlushAsync();
        }
        catch (OperationCanceledException)
        {
            // The job has ended; its last changes are flushed by whoever ends it.
        }
    }
}
