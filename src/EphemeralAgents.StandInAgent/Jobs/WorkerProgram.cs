using System.Text.Json;
using EphemeralAgents.StandInAgent.Configuration;
using EphemeralAgents.StandInAgent.Connection;
using EphemeralAgents.StandInAgent.Reporting;

namespace EphemeralAgents.StandInAgent.Jobs;

/// <summary>The whole of <c>bin/Agent.Worker</c>: runs the one job that its standard input names.</summary>
internal sealed class WorkerProgram(AgentFolder folder, TimeProvider clock)
{
    private const int NoJob = 1;

    public async Task<int> RunAsync(TextReader instructions)
    {
        using var log = DiagnosticLog.Open(folder, "Worker", clock);
        if (await instructions.ReadLineAsync() is not { } line || WorkerInstruction.FromLine(line) is not { IsRun: true, JobMessage: { } message } run) return NoJob;
        try
        {
            return TaskResults.ToExitCode(await RunAsync(JsonSerializer.Deserialize<JobMessage>(message, Json.Options)!, run.Once, instructions, log));
        }
        catch (Exception failure)
        {
            log.Write(failure.ToString());
            return TaskResults.ToExitCode(TaskResult.Failed);
        }
    }

    private async Task<TaskResult> RunAsync(JobMessage job, bool once, TextReader instructions, DiagnosticLog log)
    {
        using var cancelled = new CancellationTokenSource();
        // Runs until the process ends; a read of standard input cannot be cancelled.
        _ = Task.Run(() => CancelWhenToldAsync(instructions, cancelled), CancellationToken.None);
        log.Write($"Job {job.JobId} ({job.JobName}) with {job.Steps.Count} steps.");

        var settings = AgentSettings.Load(folder);
        var system = job.SystemConnection;
        using var http = Transport.Client(Transport.Create(AgentProxy.Load(folder)));
        http.DefaultRequestHeaders.Authorization = new("Bearer", system.Authorization.Parameter("AccessToken"));
        var server = new ServerConnection(http, new Uri(system.Url!.AbsoluteUri.TrimEnd('/') + "/"), clock);
        await server.ConnectAsync(CancellationToken.None);

        var secrets = new Secrets(job);
        var plan = new PlanConnection(server, job);
        await using var report = new JobReport(plan, secrets, clock);
        var result = await new JobRun(job, new JobFolders(folder, settings), settings, server, plan, report, secrets, log, clock).RunAsync(cancelled.Token);
        await report.DrainAsync();
        if (job.Plan.ReportsByEvent) await plan.CompleteJobAsync(result, once, clock);
        log.Write($"Job {job.JobId}: {result}.");
        return result;
    }

    /// <summary>The end of the instructions is the end of the listener: without it nobody renews the job's lock.</summary>
    private static async Task CancelWhenToldAsync(TextReader instructions, CancellationTokenSource cancelled)
    {
        while (await instructions.ReadLineAsync() is { } line && WorkerInstruction.FromLine(line) != WorkerInstruction.Cancel)
        {
        }
        try
        {
            await cancelled.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The job is over.
        }
    }
}
