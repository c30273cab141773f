using EphemeralAgents.Emulator.Pipelines;

namespace EphemeralAgents.Emulator.Tests.Pipelines;

/// <summary>Runs YAML in a cloud of its own.</summary>
internal static class Run
{
    public static async Task<PipelineRun> YamlAsync(string yaml, RunOptions? options = null, CancellationToken ct = default)
    {
        await using var cloud = await StartCloudAsync();
        return await new PipelineRunner(cloud).RunAsync(yaml, options, ct);
    }

    public static Task<EmulatedCloud> StartCloudAsync() => EmulatedCloud.StartAsync(new EmulatorSettings { Latencies = Latencies.None });

    /// <summary>Runs the steps, given with their indentation, as one hosted job.</summary>
    public static async Task<JobRun> StepsAsync(string steps, RunOptions? options = null) => (await YamlAsync($"steps:\n{steps}\n", options)).Job("Job");
}
