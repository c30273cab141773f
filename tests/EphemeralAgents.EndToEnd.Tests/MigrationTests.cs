using EphemeralAgents.Emulator;
using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.EndToEnd.Tests;

/// <summary>The inputs of the archived AzureContainerAgentCreate task, under its names, given to ours.</summary>
public sealed class MigrationTests
{
    private const string Yaml = """
        jobs:
        - job: prepare
          pool:
            vmImage: ubuntu-latest
          steps:
          - checkout: none
          - task: EphemeralPipelinesAgents@1
            name: agent
            inputs:
              azureSubscription: azure-private
              resourceGroupName: rg-agents
              location: westeurope
              azureDevOpsToken: $(System.AccessToken)
              imageName: fabrikam.azurecr.io/agents/linux:1
              addSPNToContainer: true
              agentPool: private-network
              agentPrefix: sample-
              vnetResourceGroupName: rg-network
              vnetName: vnet-private
              subnetName: snet-agents
              timeoutAgentOnline: 240
              osType: Linux
              CPU: 1
              memory: 1.0
              skipContainerDeletionOnError: false
        - job: deploy
          dependsOn: prepare
          pool: private-network
          steps:
          - checkout: none
          - script: echo "deployed by $(Agent.Name)"
        """;

    [Test, CancelAfter(120_000)]
    public async Task The_archived_tasks_inputs_provision_an_agent_that_takes_the_next_job(CancellationToken ct)
    {
        await using var cloud = await EmulatedCloud.StartAsync(Layout.Cloud, ct);
        var run = await cloud.RunAsync(Yaml, ct);
        Assert.That(run.Result, Is.EqualTo(JobResult.Succeeded), run.Log);
        Assert.That(run.Log, Does.Match("deployed by sample-[0-9]+-"));
        await Run.UntilAsync(() => cloud.Azure.ContainerGroups.Count == 0, ct);
    }
}
