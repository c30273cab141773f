using System.Text.Json;
using Azure.Core;
using EphemeralAgents.Azure.ContainerGroups;
using EphemeralAgents.Azure.Credentials;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Emulator;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Azure.Tests;

/// <summary>An emulated Azure and the adapter on it, as the service connection's principal unless a test says otherwise.</summary>
internal sealed class EmulatedAzure : IAsyncDisposable
{
    private EmulatedAzure(EmulatedCloud cloud)
    {
        Cloud = cloud;
        Wire = new Wire(cloud);
        Address = new AzureCloud(cloud.Address, "https://management.azure.com/", cloud.Address);
        Groups = GroupsAs(Principal(World.DeployClientId, cloud.Directory.Deploy.Secret));
    }

    public EmulatedCloud Cloud { get; }
    public Wire Wire { get; }
    public AzureCloud Address { get; }
    public AzureContainerGroups Groups { get; }

    /// <summary>What was asked of Resource Manager, as <c>METHOD path?query</c>.</summary>
    public IEnumerable<string> Asked => Wire.Exchanges.Select(exchange => exchange.ToString()).Where(each => each.Contains("/subscriptions/", StringComparison.Ordinal));

    public int TokenRequests => Wire.Exchanges.Count(exchange => exchange.Uri.AbsolutePath.EndsWith("/token", StringComparison.Ordinal));

    /// <summary><paramref name="script"/> is what the agent's image runs.</summary>
    public static async Task<EmulatedAzure> StartAsync(string script = "exec sleep 600", EmulatorSettings? settings = null)
    {
        var azure = new EmulatedAzure(await EmulatedCloud.StartAsync(settings ?? new EmulatorSettings { Latencies = Latencies.None }));
        var folder = Directory.CreateDirectory(Path.Combine(azure.Cloud.Folder, "image")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "run.sh"), script);
        await File.WriteAllTextAsync(Path.Combine(folder, "image.json"), JsonSerializer.Serialize(new { entrypoint = (string[])["/bin/sh", "{root}/run.sh"] }));
        azure.Cloud.Azure.Containers.AddImage(World.AgentImage, folder);
        return azure;
    }

    public TokenCredential Principal(string clientId, string secret, string tenantId = World.TenantId) => AzureCredentials.ClientSecret(Address, tenantId, clientId, secret, Wire.Transport);

    public AzureContainerGroups GroupsAs(TokenCredential credential) => new(new AzureConnection(Address, World.SubscriptionId, credential, Wire.Transport));

    /// <summary>Looks at a group until it is as wanted; the test's own limit ends a wait in vain.</summary>
    public async Task<ContainerGroup> FindUntilAsync(ContainerGroupId id, Func<ContainerGroup, bool> wanted, CancellationToken ct)
    {
        while (true)
        {
            if (await Groups.FindAsync(id, ct) is { } group && wanted(group)) return group;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Wire.Dispose();
        await Cloud.DisposeAsync();
    }
}
