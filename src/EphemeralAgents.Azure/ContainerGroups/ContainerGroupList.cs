using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Azure.ContainerGroups;

/// <summary>
/// A page of container groups. The generic list of resources would filter by tag on the server, but then leaves the tags out of its
/// answer and knows no provisioning state; so all groups of the resource group are listed and filtered here.
/// </summary>
internal sealed record ContainerGroupList(IReadOnlyList<ListedGroup> Value, Uri? NextLink);

internal sealed record ListedGroup(string Id, IReadOnlyDictionary<string, string>? Tags, ContainerGroupView? Properties)
{
    public bool Has(IReadOnlyDictionary<string, string> tags)
    {
        var own = new Dictionary<string, string>(Tags ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.OrdinalIgnoreCase);
        return tags.All(tag => own.TryGetValue(tag.Key, out var value) && value.Equals(tag.Value, StringComparison.OrdinalIgnoreCase));
    }

    public ContainerGroup ToGroup() => (Properties ?? new ContainerGroupView(null, null, null)).ToGroup(ContainerGroupId.Parse(Id), Tags ?? new Dictionary<string, string>(StringComparer.Ordinal));
}

internal sealed record ContainerLog(string? Content);
