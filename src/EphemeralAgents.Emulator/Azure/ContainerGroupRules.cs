using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>The documented rules for names, sizes and combinations.</summary>
internal static partial class ContainerGroupRules
{
    private const int MaxContainers = 60;
    private const int MaxVolumes = 20;
    private const double MaxCpu = 31;
    private const double MaxMemory = 240;

    public static void Check(ContainerGroup group)
    {
        if (!IsName(group.Name)) throw ContainerGroupErrors.BadGroupName(group.Name);
        var os = group.Properties.Text("osType");
        if (os is not ("Linux" or "Windows")) throw ContainerGroupErrors.NoOsType();
        if (group.RestartPolicy is not ("Always" or "OnFailure" or "Never")) throw ContainerGroupErrors.BadRestartPolicy(group.Name);
        if (!group.MainContainers.Any()) throw ContainerGroupErrors.NoContainers(group.Name);
        if (group.Containers.Count > MaxContainers) throw ContainerGroupErrors.TooMany("containers", MaxContainers, group.Name);
        foreach (var container in group.Containers) Check(container, group);
        CheckSize(group, os);
        CheckVolumes(group, os);
        if (os == "Windows" && group.Containers.Count > 1) throw ContainerGroupErrors.WindowsContainers(group.Name);
        CheckCredentials(group);
    }

    private static bool IsName(string? name) => name is not null && Name().IsMatch(name);

    private static void Check(Container container, ContainerGroup group)
    {
        if (!IsName(container.Asked.Text("name"))) throw ContainerGroupErrors.BadContainerName(container.Asked.Text("name") ?? "", group.Name);
        foreach (var variable in container.Properties.Objects("environmentVariables"))
        {
            if (variable.Text("name") is not { } name || !VariableName().IsMatch(name)) throw ContainerGroupErrors.BadVariableName(variable.Text("name") ?? "", container.Name, group.Name);
        }
        if (container.Properties.Object("securityContext")?["privileged"] is JsonValue privileged && privileged.TryGetValue<bool>(out var yes) && yes && group.Properties.Text("sku") != "Confidential")
        {
            throw ContainerGroupErrors.Privileged(container.Name, group.Name);
        }
        if (!container.IsInit) CheckResources(container, group);
    }

    private static void CheckResources(Container container, ContainerGroup group)
    {
        var requests = container.Properties.Object("resources")?.Object("requests") ?? throw ContainerGroupErrors.NoResources(container.Name, group.Name);
        if (requests.Number("cpu") is not { } cpu || requests.Number("memoryInGB") is not { } memory) throw ContainerGroupErrors.SomeResourcesMissing(container.Name, group.Name);
        var limits = container.Properties.Object("resources")?.Object("limits");
        if (limits?.Number("cpu") < cpu) throw ContainerGroupErrors.LimitBelowRequest("Cpu", container.Name, group.Name);
        if (limits?.Number("memoryInGB") < memory) throw ContainerGroupErrors.LimitBelowRequest("MemoryInGB", container.Name, group.Name);
    }

    private static void CheckSize(ContainerGroup group, string os)
    {
        var memory = group.MainContainers.Sum(one => one.Properties.Object("resources")?.Object("requests")?.Number("memoryInGB") ?? 0);
        if (group.Cores < 1 || memory < 1) throw ContainerGroupErrors.TooSmall();
        if (group.Cores > MaxCpu || memory > MaxMemory) throw ContainerGroupErrors.TooLarge(group.Location, group.Cores, memory, os);
    }

    private static void CheckVolumes(ContainerGroup group, string os)
    {
        var volumes = group.Properties.Objects("volumes").ToList();
        if (volumes.Count > 0 && os == "Windows") throw ContainerGroupErrors.WindowsVolumes(group.Name);
        if (volumes.Count > MaxVolumes) throw ContainerGroupErrors.TooMany("volumes", MaxVolumes, group.Name);
        if (volumes.Find(one => one.Text("name") is not { } name || !VolumeName().IsMatch(name)) is { } wrong) throw ContainerGroupErrors.BadVolumeName(wrong.Text("name") ?? "", group.Name);
    }

    private static void CheckCredentials(ContainerGroup group)
    {
        foreach (var (credential, index) in group.Properties.Objects("imageRegistryCredentials").Select((one, index) => (one, index)))
        {
            if (credential.Text("server") is null)
            {
                throw ArmErrors.BadContent($"Required property 'server' not found in JSON. Path 'properties.imageRegistryCredentials[{index}]', line 1, position 0.");
            }
            var (user, identity) = (credential.Text("username"), credential.Text("identity"));
            if (user is null == identity is null) throw ContainerGroupErrors.AmbiguousCredential(group.Name);
            if (identity is not null && !group.Identities.Any(one => one.Id.Equals(identity, StringComparison.OrdinalIgnoreCase))) throw ContainerGroupErrors.UnknownRegistryIdentity(group.Name);
        }
    }

    [GeneratedRegex(@"^(?=.{1,63}\z)[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?=.{1,63}\z)[A-Za-z0-9]([A-Za-z0-9_]*[A-Za-z0-9])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VariableName();

    [GeneratedRegex(@"^(?=.{5,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VolumeName();
}
