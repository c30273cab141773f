using System.Collections.Concurrent;
using System.Net;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>The subscription's virtual networks, by id.</summary>
public sealed class Networks
{
    private readonly ConcurrentDictionary<string, VirtualNetwork> _networks = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<VirtualNetwork> All => [.. _networks.Values];

    public VirtualNetwork Add(VirtualNetwork network) => _networks[network.Id] = network;

    public VirtualNetwork? Find(string id) => _networks.GetValueOrDefault(id);

    public Subnet? FindSubnet(string id)
    {
        var cut = id.LastIndexOf("/subnets/", StringComparison.OrdinalIgnoreCase);
        return cut < 0 ? null : Find(id[..cut])?.Subnets.TryGetValue(id[(cut + "/subnets/".Length)..], out var subnet) == true ? subnet : null;
    }

    /// <summary>An address for the group: the next of its subnet, whose first use also leaves the service's link on it.</summary>
    internal string? Place(ContainerGroup group)
    {
        if (group.SubnetId is null) return group.Properties.Object("ipAddress") is null ? null : "20.50.0.4";
        if (FindSubnet(group.SubnetId) is not { } subnet) return null;
        lock (subnet)
        {
            subnet.LinkedResourceType ??= ContainerGroup.Type;
            var address = IPNetwork.Parse(subnet.AddressPrefix).BaseAddress.GetAddressBytes();
            // Azure keeps the first four addresses of a subnet; released ones come back late, so here they never do.
            var place = 4 + subnet.PlacesGiven++ % 250;
            return $"{address[0]}.{address[1]}.{address[2]}.{address[3] + place}";
        }
    }
}
