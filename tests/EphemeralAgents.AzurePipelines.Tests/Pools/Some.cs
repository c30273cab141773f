using EphemeralAgents.Agents;

namespace EphemeralAgents.AzurePipelines.Tests.Pools;

internal static class Some
{
    private static readonly AgentKey Key = AgentKey.Create(); // 50 ms, and no test depends on which it is

    public static AgentName AgentName { get; } = new("deploy-1207");

    public static AgentRegistration Registration(AgentName? name = null, AgentPlatform platform = AgentPlatform.Linux) =>
        new(name ?? AgentName, "4.266.2", platform, Key.PublicKey);
}
