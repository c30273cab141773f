using EphemeralAgents.Emulator;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines;

namespace EphemeralAgents.EndToEnd.Tests;

/// <summary>Pipelines in an emulated cloud with our task installed.</summary>
internal static class Run
{
    public static RunOptions WithTask { get; } = new() { TaskFolders = [Layout.Task] };

    public static Task<PipelineRun> RunAsync(this EmulatedCloud cloud, string yaml, CancellationToken ct) => new PipelineRunner(cloud).RunAsync(yaml, WithTask, ct);

    public static PipelineRun Start(this EmulatedCloud cloud, string yaml) => new PipelineRunner(cloud).Start(yaml, WithTask);

    /// <summary>The agents of our pool.</summary>
    public static IReadOnlyList<Agent> Agents(this EmulatedCloud cloud) => [.. cloud.AzureDevOps.Pools[World.PoolId].Agents];

    /// <summary>Waits until something is so; the test's own time limit ends a wait in vain.</summary>
    public static async Task UntilAsync(Func<bool> condition, CancellationToken ct)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (!condition()) await tick.WaitForNextTickAsync(ct);
    }

    /// <summary>A provisioning job with the task; <paramref name="inputs"/> are more lines of YAML inputs.</summary>
    public static string Provisioning(string agentName, params string[] inputs) => $"""
        jobs:
        - job: provision
          pool:
            vmImage: ubuntu-latest
          steps:
          - checkout: none
          - task: EphemeralPipelinesAgents@1
            name: agent
            inputs:
              command: provision
              azureServiceConnection: azure-private
              resourceGroup: rg-agents
              virtualNetworkResourceGroup: rg-network
              virtualNetwork: vnet-private
              subnet: snet-agents
              image: fabrikam.azurecr.io/agents/linux:1
              pool: private-network
              agentName: {agentName}
        {string.Join("\n", inputs.Select(line => "      " + line))}
        """;

    /// <summary>A job in our pool with one script.</summary>
    public static string PoolJob(string name, string? demand, string script) => $"""
        jobs:
        - job: {name}
          pool:
            name: private-network
        {(demand is null ? "" : $"    demands: {demand}")}
          steps:
          - checkout: none
          - script: {script}
        """;
}
