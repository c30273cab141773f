using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Emulator;

namespace EphemeralAgents.Azure.Tests;

internal static class Some
{
    public static ResourceGroupId ResourceGroup { get; } = new(World.SubscriptionId, World.ResourceGroup);

    public static SubnetId Subnet { get; } = SubnetId.TryParse(World.SubnetId)!;

    public static ContainerGroupSpec Spec(string name = "deploy-1207-0a1b2c3d") => new()
    {
        Id = new ContainerGroupId(ResourceGroup, new ContainerGroupName(name)),
        Location = World.Location,
        Image = World.AgentImage,
        Cpu = 1.5,
        MemoryInGB = 3,
        Subnet = Subnet,
        Tags = new Dictionary<string, string> { ["EphemeralAgents.Agent"] = "deploy-1207" },
        SecureEnvironment = new Dictionary<string, string> { ["BUNDLE"] = "sealed-value" },
    };

    /// <summary>Everything that a spec can say at once.</summary>
    public static ContainerGroupSpec FullSpec() => Spec() with
    {
        DnsServers = ["10.20.0.4", "10.20.0.5"],
        Identities = [World.CleanupIdentityId],
        Environment = new Dictionary<string, string> { ["PLAIN"] = "plain-value" },
        Pull = new ImagePull(World.Registry) { Identity = World.CleanupIdentityId.ToUpperInvariant() },
    };
}
