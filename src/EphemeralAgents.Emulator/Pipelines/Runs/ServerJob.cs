using System.Globalization;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>An agentless job. Of the tasks for it the emulator has <c>Delay@1</c>.</summary>
internal sealed class ServerJob(RunContext run, JobAssignment job)
{
    public const string Delay = "Delay@1";

    public async Task<JobOutcome> RunAsync(CancellationToken ct)
    {
        var result = JobResult.Succeeded;
        foreach (var step in job.Steps.Where(s => s.Enabled && s.Task != StepReader.Checkout))
        {
            var minutes = double.TryParse(step.Inputs.GetValueOrDefault("delayForMinutes", "0"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var given) ? given : 0;
            run.Write(job.Run, $"Waiting for {minutes:0.##} minutes.");
            try
            {
                await Task.Delay(TimeSpan.FromMinutes(minutes), run.Clock, ct);
            }
            catch (OperationCanceledException)
            {
                result = JobResult.Canceled;
                break;
            }
        }

        return new JobOutcome(result, null, new Dictionary<string, JobVariable>(StringComparer.Ordinal), []);
    }
}
