using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Azure.ContainerGroups;

/// <summary>The <c>properties</c> of a container group as Resource Manager shows them; a list leaves out both instance views.</summary>
internal sealed record ContainerGroupView(string? ProvisioningState, IReadOnlyList<ContainerView>? Containers, GroupInstanceView? InstanceView)
{
    public ContainerGroup ToGroup(ContainerGroupId id, IEnumerable<KeyValuePair<string, string>> tags)
    {
        var container = Containers?.FirstOrDefault(each => each.Name == ContainerGroupSpec.ContainerName)?.Properties?.InstanceView;
        return new ContainerGroup(id)
        {
            ProvisioningState = ProvisioningState ?? "",
            Tags = new Dictionary<string, string>(tags, StringComparer.OrdinalIgnoreCase),
            Container = container?.ToContainer(),
            Events = [.. (InstanceView?.Events ?? []).Concat(container?.Events ?? []).Select(each => each.ToEvent()).OrderBy(each => each.FirstSeen).ThenBy(each => each.LastSeen)],
        };
    }
}

internal sealed record GroupInstanceView(IReadOnlyList<EventView>? Events);

internal sealed record ContainerView(string Name, ContainerPropertiesView? Properties);

internal sealed record ContainerPropertiesView(ContainerInstanceView? InstanceView);

internal sealed record ContainerInstanceView(int RestartCount, ContainerStateView? CurrentState, IReadOnlyList<EventView>? Events)
{
    public Container? ToContainer() => CurrentState?.State is { } state && Enum.TryParse<ContainerState>(state, ignoreCase: true, out var known)
        ? new Container(known, CurrentState.ExitCode, string.IsNullOrEmpty(CurrentState.DetailStatus) ? null : CurrentState.DetailStatus, RestartCount)
        : null;
}

internal sealed record ContainerStateView(string? State, int? ExitCode, string? DetailStatus);

internal sealed record EventView(int? Count, DateTimeOffset? FirstTimestamp, DateTimeOffset? LastTimestamp, string? Name, string? Message, string? Type)
{
    public ContainerEvent ToEvent() => new(
        Name ?? "", Message ?? "", FirstTimestamp ?? LastTimestamp ?? default, LastTimestamp ?? FirstTimestamp ?? default,
        string.Equals(Type, "Warning", StringComparison.OrdinalIgnoreCase), Count ?? 1);
}
