using EphemeralAgents.Agents;
using EphemeralAgents.AzurePipelines.Pools;
using EphemeralAgents.Emulator;
using EphemeralAgents.Testing;

namespace EphemeralAgents.AzurePipelines.Tests.Pools;

/// <summary>An emulated organization and the adapter on it, as the project's build identity unless a test says otherwise.</summary>
internal sealed class EmulatedOrganization : IAsyncDisposable
{
    private EmulatedOrganization(EmulatedCloud cloud)
    {
        Cloud = cloud;
        Wire = new Wire(cloud);
        Pools = PoolsWith(cloud.AzureDevOps.IssueJobToken(Guid.NewGuid()));
    }

    public EmulatedCloud Cloud { get; }
    public Wire Wire { get; }
    public AgentPools Pools { get; }

    public AgentPool Pool { get; } = new(World.PoolId, World.Pool);

    public AgentPool ForeignPool { get; } = new(World.ForeignPoolId, World.ForeignPool);

    public Emulator.AzureDevOps.Pool EmulatedPool => Cloud.AzureDevOps.Pools[World.PoolId];

    public static async Task<EmulatedOrganization> StartAsync() => new(await EmulatedCloud.StartAsync(new EmulatorSettings { Latencies = Latencies.None }));

    public AgentPools PoolsWith(string token, string? project = World.Project) => new(Cloud.OrganizationUrl, project, token, Wire.Transport);

    public async ValueTask DisposeAsync()
    {
        Wire.Dispose();
        await Cloud.DisposeAsync();
    }
}
