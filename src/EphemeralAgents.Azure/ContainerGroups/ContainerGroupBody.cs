using System.Text.Json;
using Azure.Core;
using Azure.ResourceManager.Models;
using Azure.ResourceManager.Resources;
using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Azure.ContainerGroups;

/// <summary>The <c>properties</c> of a container group as we send them. What a subnet makes needless (ipAddress) is left out.</summary>
internal sealed record ContainerGroupBody(
    string OsType, string RestartPolicy, IReadOnlyList<ResourceReference> SubnetIds, IReadOnlyList<ContainerBody> Containers,
    IReadOnlyList<RegistryCredential>? ImageRegistryCredentials, DnsConfig? DnsConfig)
{
    public static GenericResourceData For(ContainerGroupSpec spec)
    {
        var data = new GenericResourceData(new AzureLocation(spec.Location))
        {
            Properties = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(Properties(spec), AzureJson.Default.ContainerGroupBody)),
            Identity = Identity(spec),
        };
        foreach (var (name, value) in spec.Tags) data.Tags[name] = value;
        return data;
    }

    private static ContainerGroupBody Properties(ContainerGroupSpec spec) => new(
        spec.Platform == AgentPlatform.Windows ? "Windows" : "Linux",
        // Never still lets the platform start a container again whose exit code was not 0.
        "Never",
        [new ResourceReference(spec.Subnet.ToString())],
        [new ContainerBody(ContainerGroupSpec.ContainerName, new ContainerProperties(
            spec.Image,
            [.. spec.Environment.Select(variable => new EnvironmentVariable(variable.Key, variable.Value, SecureValue: null)),
             .. spec.SecureEnvironment.Select(variable => new EnvironmentVariable(variable.Key, Value: null, variable.Value))],
            new ResourceRequirements(new ResourceRequests(spec.Cpu, spec.MemoryInGB))))],
        spec.Pull is { } pull ? [new RegistryCredential(pull.Server, pull.Identity, pull.Username, pull.Password)] : null,
        spec.DnsServers.Count > 0 ? new DnsConfig(spec.DnsServers) : null);

    private static ManagedServiceIdentity? Identity(ContainerGroupSpec spec)
    {
        var ids = new HashSet<string>(spec.Identities, StringComparer.OrdinalIgnoreCase);
        if (spec.Pull?.Identity is { } puller) ids.Add(puller);
        if (ids.Count == 0) return null;
        var identity = new ManagedServiceIdentity(ManagedServiceIdentityType.UserAssigned);
        foreach (var id in ids) identity.UserAssignedIdentities[ResourceId.Parse(id)] = new UserAssignedIdentity();
        return identity;
    }
}

internal sealed record ResourceReference(string Id);

internal sealed record ContainerBody(string Name, ContainerProperties Properties);

internal sealed record ContainerProperties(string Image, IReadOnlyList<EnvironmentVariable> EnvironmentVariables, ResourceRequirements Resources);

internal sealed record EnvironmentVariable(string Name, string? Value, string? SecureValue);

internal sealed record ResourceRequirements(ResourceRequests Requests);

internal sealed record ResourceRequests(double Cpu, double MemoryInGB);

internal sealed record RegistryCredential(string Server, string? Identity, string? Username, string? Password);

internal sealed record DnsConfig(IReadOnlyList<string> NameServers);
