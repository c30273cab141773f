using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>Makes a container group of a PUT's body, or says what is wrong with it.</summary>
internal static class ContainerGroupRequest
{
    /// <exception cref="ArmException">The request is refused; nothing has changed.</exception>
    public static ContainerGroup Read(AzureCloud azure, Principal caller, ResourceGroup resourceGroup, string name, JsonObject asked, ContainerGroup? existing)
    {
        if (asked.Text("location") is not { Length: > 0 }) throw ArmErrors.LocationRequired();
        var identities = Identities(azure, caller, asked);
        var group = new ContainerGroup(resourceGroup, name, asked, identities, azure.Clock)
        {
            CreatedOn = existing?.CreatedOn ?? azure.Clock.GetUtcNow(), IpAddress = existing?.IpAddress,
        };
        RequireLinked(azure, caller, group);
        ContainerGroupRules.Check(group);
        NetworkRules.Check(azure, group);
        RequireImages(azure, group);
        if (existing is not null) RequireUpdatable(existing, group);
        RequireQuota(azure, group, existing);
        return group;
    }

    /// <summary>Resource Manager itself asks whether the caller may use what the body refers to.</summary>
    private static void RequireLinked(AzureCloud azure, Principal caller, ContainerGroup group)
    {
        var links = group.Identities.Select(one => ($"{ManagedIdentityEndpoints.Type}/assign/action", one.Id))
            .Concat(group.Properties.Objects("subnetIds").Select(one => ($"{VirtualNetwork.Type}/subnets/join/action", one.Text("id") ?? "")));
        foreach (var (action, scope) in links)
        {
            if (!azure.Roles.Allow(caller.Id, action, scope)) throw ArmErrors.LinkedForbidden(caller, $"{ContainerGroup.Type}/write", group.Id, action, scope);
        }
    }

    private static IReadOnlyList<ManagedIdentity> Identities(AzureCloud azure, Principal caller, JsonObject asked)
    {
        var type = asked.Object("identity")?.Text("type") ?? "None";
        if (!type.Contains("UserAssigned", StringComparison.OrdinalIgnoreCase)) return [];
        return [.. (asked.Object("identity")!.Object("userAssignedIdentities") ?? []).Select(one =>
            azure.Directory.FindIdentity(one.Key) ?? throw Unknown(azure, caller, one.Key))];
    }

    // Who may not use it is not told whether it exists.
    private static ArmException Unknown(AzureCloud azure, Principal caller, string id) =>
        azure.Roles.Allow(caller.Id, $"{ManagedIdentityEndpoints.Type}/assign/action", id)
            ? ContainerGroupErrors.IdentityNotFound(id)
            : ArmErrors.LinkedForbidden(caller, $"{ContainerGroup.Type}/write", World.ResourceGroup, $"{ManagedIdentityEndpoints.Type}/assign/action", id);

    private static void RequireImages(AzureCloud azure, ContainerGroup group)
    {
        var missing = group.Containers.Where(one => !azure.Containers.HasImage(one.Image) || !azure.Registry.MayPull(one.Image, group)).Select(one => ContainerGroupErrors.InaccessibleImage(one.Image, group.Name)).ToList();
        if (missing.Count == 0) return;
        if (missing.Count == 1) throw missing[0];
        throw new ArmException(400, "MultipleErrorsOccurred", $"Multiple error occurred: {string.Join(';', missing.Select(one => $"'BadRequest':'{one.Code}':'{one.Message}'"))}.");
    }

    private static void RequireUpdatable(ContainerGroup existing, ContainerGroup group)
    {
        if (!existing.IsStopped && existing.ProvisioningState is "Pending" or "Creating") throw ContainerGroupErrors.Transitioning(group.Name);
        if (Fixed(existing) != Fixed(group)) throw ContainerGroupErrors.CannotUpdate(group.Name);
    }

    private static string Fixed(ContainerGroup group) =>
        $"{group.Properties.Text("osType")} {group.RestartPolicy} {group.SubnetId} {group.Location} {string.Join(' ', group.MainContainers.Select(one => one.Properties["resources"]?.ToJsonString()))}".ToLowerInvariant();

    private static void RequireQuota(AzureCloud azure, ContainerGroup group, ContainerGroup? existing)
    {
        var quotas = azure.Settings.Quotas;
        var others = azure.ContainerGroups.Where(one => one != existing && one.Location.Equals(group.Location, StringComparison.OrdinalIgnoreCase)).ToList();
        if (others.Count >= quotas.ContainerGroups) throw ContainerGroupErrors.QuotaReached("ContainerGroups", group.Location, quotas.ContainerGroups, others.Count, 1);
        var used = others.Sum(one => one.Cores);
        if (used + group.Cores > quotas.Cores) throw ContainerGroupErrors.QuotaReached("StandardCores", group.Location, quotas.Cores, used, group.Cores);
    }
}
