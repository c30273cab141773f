using System.Text.Json;
using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Tests.Azure;

/// <summary>Emulated clouds with an image whose entry point is a shell script.</summary>
internal static class CloudWithImages
{
    /// <summary>An image, <see cref="World.AgentImage"/>, that runs the script.</summary>
    public static async Task<EmulatedCloud> StartAsync(string script, EmulatorSettings? settings = null)
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("The images of these tests are shell scripts.");
        var cloud = await EmulatedCloud.StartAsync(settings ?? new EmulatorSettings { Latencies = Latencies.None });
        AddImage(cloud, World.AgentImage, script);
        return cloud;
    }

    public static string AddImage(EmulatedCloud cloud, string reference, string script)
    {
        var folder = Directory.CreateDirectory(Path.Combine(cloud.Folder, "images", Guid.NewGuid().ToString("N"))).FullName;
        File.WriteAllText(Path.Combine(folder, "run.sh"), script);
        File.WriteAllText(Path.Combine(folder, "image.json"), JsonSerializer.Serialize(new { entrypoint = new[] { "/bin/sh", "{root}/run.sh", "{user}" }, env = new { FROM_IMAGE = "{root}/x" } }));
        cloud.Azure.Containers.AddImage(reference, folder);
        return folder;
    }

    public static JsonObject Identity(string id) => new() { ["type"] = "UserAssigned", ["userAssignedIdentities"] = new JsonObject { [id] = new JsonObject() } };

    /// <summary>A body as the product would send it; <paramref name="change"/> makes it another.</summary>
    public static JsonObject Body(Action<JsonObject>? change = null)
    {
        var body = (JsonObject)JsonNode.Parse($$"""
            {
              "location": "{{World.Location}}", "tags": { "owner": "test" },
              "properties": {
                "osType": "Linux", "restartPolicy": "Never", "sku": "Standard",
                "subnetIds": [ { "id": "{{World.SubnetId}}" } ],
                "containers": [ { "name": "agent", "properties": {
                  "image": "{{World.AgentImage}}",
                  "environmentVariables": [ { "name": "PLAIN", "value": "plain text" }, { "name": "TOKEN", "secureValue": "s3cret" } ],
                  "resources": { "requests": { "cpu": 1, "memoryInGB": 1.5 } } } } ]
              }
            }
            """)!;
        change?.Invoke(body);
        return body;
    }
}
