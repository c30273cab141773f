using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Containers;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>A container group: what was asked, and what has become of it.</summary>
public sealed class ContainerGroup
{
    public const string Type = "Microsoft.ContainerInstance/containerGroups";

    internal ContainerGroup(ResourceGroup resourceGroup, string name, JsonObject asked, IReadOnlyList<ManagedIdentity> identities, TimeProvider clock)
    {
        (ResourceGroup, Name, Asked, Identities, CreatedOn) = (resourceGroup, name, asked, identities, clock.GetUtcNow());
        ChangedOn = CreatedOn;
        Tags = asked.Object("tags")?.Copy() ?? [];
        Properties = asked.Object("properties") ?? [];
        Containers = [.. Properties.Objects("initContainers").Select(one => new Container(one, isInit: true, clock)),
            .. Properties.Objects("containers").Select(one => new Container(one, isInit: false, clock))];
    }

    public ResourceGroup ResourceGroup { get; }
    public string Name { get; }
    public string Id => $"{ResourceGroup.Id}/providers/{Type}/{Name}";
    public string Location => Asked.Text("location") ?? ResourceGroup.Location;
    public DateTimeOffset CreatedOn { get; internal init; }
    public DateTimeOffset ChangedOn { get; internal set; }

    /// <summary>The identities that its containers may get tokens of.</summary>
    public IReadOnlyList<ManagedIdentity> Identities { get; }

    /// <summary>Init containers first.</summary>
    public IReadOnlyList<Container> Containers { get; }

    /// <summary>Resource Manager's view: Pending, Creating, Succeeded or Failed.</summary>
    public string ProvisioningState { get; internal set; } = "Pending";

    /// <summary>The address in the subnet, once the group has its place there.</summary>
    public string? IpAddress { get; internal set; }

    /// <summary>True after a stop, until the next start.</summary>
    public bool IsStopped { get; internal set; }

    /// <summary>The containers' view: Pending, Running, Succeeded, Failed or Stopped.</summary>
    public string State => IsStopped ? "Stopped"
        : ProvisioningState is "Pending" or "Creating" ? "Pending"
        : Containers.Any(one => one is { IsInit: true, Status: { State: "Terminated", ExitCode: not 0 } }) ? "Failed"
        : MainContainers.Any(one => one.Status?.State != "Terminated") ? "Running"
        : MainContainers.All(one => one.Status?.ExitCode == 0) ? "Succeeded" : "Failed";

    public IReadOnlyDictionary<string, string> TagValues => Tags.ToDictionary(one => one.Key, one => one.Value?.ToString() ?? "", StringComparer.Ordinal);

    internal JsonObject Asked { get; }
    internal JsonObject Properties { get; }
    internal JsonObject Tags { get; set; }
    internal ContainerGroupLife? Life { get; set; }
    internal DateTimeOffset? BusyUntil { get; set; }
    internal string RestartPolicy => Properties.Text("restartPolicy") ?? "Always";
    internal string? SubnetId => Properties.Objects("subnetIds").FirstOrDefault()?.Text("id");
    internal IEnumerable<Container> MainContainers => Containers.Where(one => !one.IsInit);
    internal double Cores => MainContainers.Sum(one => one.Cores);

    internal bool Is(string id) => Id.Equals(id, StringComparison.OrdinalIgnoreCase);
}
