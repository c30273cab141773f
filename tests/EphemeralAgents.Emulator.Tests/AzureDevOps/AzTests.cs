using System.Diagnostics;
using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

/// <summary>The stock Azure CLI with its extension for Azure DevOps. It starts slowly, so one test asks everything.</summary>
[Category("az")]
internal sealed class AzTests
{
    [Test]
    public async Task The_azure_cli_lists_pools_queues_and_agents()
    {
        await using var organization = await TestOrganization.StartAsync();
        using var agent = await AgentClient.ListenAsync(organization);

        var pools = await AzAsync(organization, "pipelines pool list");
        var pool = await AzAsync(organization, "pipelines pool show --id 9");
        var agents = await AzAsync(organization, "pipelines agent list --pool-id 9 --include-capabilities");
        var one = await AzAsync(organization, $"pipelines agent show --pool-id 9 --id {agent.Id}");
        var queues = await AzAsync(organization, "pipelines queue list --project Shop");
        var deleted = await AzAsync(organization, $"devops invoke --area distributedtask --resource agents --route-parameters poolId=9 agentId={agent.Id} --http-method DELETE");

        Assert.That(pools!.AsArray().Select(pool => (string)pool!["name"]!), Is.EqualTo(new[] { World.HostedPool, World.Pool, World.ForeignPool }));
        Assert.That((string)pool!["name"]!, Is.EqualTo(World.Pool));
        Assert.That((string)agents![0]!["systemCapabilities"]!["Agent.Name"]!, Is.EqualTo("epa-1"));
        Assert.That((string)one!["status"]!, Is.EqualTo("online"));
        Assert.That(queues!.AsArray().Select(queue => (string)queue!["name"]!), Does.Contain(World.Pool));
        Assert.That(organization.Pool.Agents, Is.Empty, $"{deleted}");
    }

    private static async Task<JsonNode?> AzAsync(TestOrganization organization, string arguments)
    {
        var folder = organization.Cloud.Folder;
        var start = new ProcessStartInfo("az", $"{arguments} --organization {organization.Cloud.OrganizationUrl} --output json")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["AZURE_CONFIG_DIR"] = Path.Combine(folder, "az"),
                ["AZURE_DEVOPS_CACHE_DIR"] = Path.Combine(folder, "az-devops"),
                ["AZURE_DEVOPS_EXT_PAT"] = organization.Admin,
                ["REQUESTS_CA_BUNDLE"] = organization.Cloud.CaCertificatePath,
                ["AZURE_CORE_COLLECT_TELEMETRY"] = "no",
            },
        };
        try
        {
            using var az = Process.Start(start)!;
            var errors = az.StandardError.ReadToEndAsync();
            var output = await az.StandardOutput.ReadToEndAsync();
            await az.WaitForExitAsync();
            if ((await errors).Contains("not in the 'az pipelines' command group", StringComparison.Ordinal) || (await errors).Contains("misspelled", StringComparison.Ordinal)) Assert.Ignore("az lacks its extension for Azure DevOps.");
            Assert.That(az.ExitCode, Is.Zero, await errors);
            return output.Trim().Length == 0 ? null : JsonNode.Parse(output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("The Azure CLI is not installed.");
            throw;
        }
    }
}
