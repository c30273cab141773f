using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.Pipelines;

/// <summary>A task in a temporary folder, made of a launcher's source.</summary>
internal sealed class SomeTask : IDisposable
{
    public SomeTask(string launcher)
    {
        File.WriteAllText(Path.Combine(Folder, "launch.js"), launcher);
        File.WriteAllText(Path.Combine(Folder, "task.json"), """
            {
              "id": "7a1f3f0e-0000-4000-8000-000000000001", "name": "SomeTask", "version": { "Major": "3", "Minor": "1", "Patch": "4" },
              "inputs": [
                { "name": "command", "type": "pickList", "defaultValue": "provision" },
                { "name": "agent.name", "aliases": ["agentName"], "type": "string" },
                { "name": "loud", "type": "boolean", "defaultValue": false },
                { "name": "connection", "type": "connectedService:AzureRM" },
                { "name": "caFile", "type": "filePath" }
              ],
              "execution": { "Node20_1": { "target": "launch.js" }, "Node24": { "target": "launch.js" } },
              "restrictions": { "settableVariables": { "allowed": ["agent*"] } }
            }
            """);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("some-task-").FullName;

    public static ServiceConnection Connection { get; } = new(
        Guid.Parse(World.ServiceConnectionId), World.ServiceConnection, "AzureRM", new Uri("https://management.example/"), "ServicePrincipal",
        new Dictionary<string, string> { ["tenantid"] = "the-tenant", ["serviceprincipalid"] = "the-client", ["serviceprincipalkey"] = "the-very-key" },
        new Dictionary<string, string> { ["subscriptionId"] = "the-subscription" });

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public static void NeedsNode()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "node")))) Assert.Ignore("There is no node on the PATH.");
    }
}
