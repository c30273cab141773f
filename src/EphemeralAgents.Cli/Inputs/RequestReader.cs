using System.Net;
using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>Text becomes an <see cref="AgentRequest"/>: from here on nothing of it is checked again.</summary>
internal static class RequestReader
{
    private const string DockerHub = "docker.io";

    private static readonly AgentRequest Defaults = new()
    {
        OrganizationUrl = null!, Pool = null!, AgentName = null!, ResourceGroup = null!, Subnet = null!, Image = null!,
    };

    /// <param name="registry">What the image is pulled with, where no identity pulls it.</param>
    /// <returns>The request, or null when something is wrong, here or with what leads to Azure and Azure DevOps.</returns>
    public static AgentRequest? Read(InputReader inputs, AzureAccess? azure, OrganizationAccess? organization, RegistryAccess? registry = null)
    {
        var pool = inputs.Required(RequestInputs.Pool);
        var name = AgentNames.Read(inputs);
        var group = ResourceGroupOf(inputs, RequestInputs.ResourceGroup, azure);
        var subnet = SubnetOf(inputs, group, azure);
        var image = inputs.RequiredParsed(RequestInputs.Image, Patterns.Image, "use an image reference such as example.azurecr.io/agent:1.0");
        var request = Defaults with
        {
            AgentVersion = inputs.Parsed(RequestInputs.AgentVersion, Patterns.AgentVersion, "use three numbers such as 4.248.0"),
            Location = inputs.Parsed(RequestInputs.Location, Patterns.Location, "use a region's name such as westeurope"),
            DnsServers = DnsServersOf(inputs),
            Platform = inputs.Choice<AgentPlatform>(RequestInputs.Os),
            Cpu = inputs.Number(RequestInputs.Cpu, 1, 31, Defaults.Cpu),
            MemoryInGB = inputs.Number(RequestInputs.Memory, 1, 240, Defaults.MemoryInGB),
            WaitFor = inputs.Choice<WaitFor>(RequestInputs.WaitFor),
            OnlineTimeout = inputs.Duration(RequestInputs.OnlineTimeout, Defaults.OnlineTimeout),
            ClaimTimeout = inputs.Duration(RequestInputs.ClaimTimeout, Defaults.ClaimTimeout),
            MaxLifetime = inputs.Duration(RequestInputs.MaxLifetime, Defaults.MaxLifetime),
            Cleanup = inputs.Choice<CleanupMode>(RequestInputs.Cleanup),
            CleanupIdentity = inputs.Parsed(RequestInputs.CleanupIdentity, Patterns.Identity, Patterns.IdentityRight),
            KeepOnFailure = inputs.Flag(RequestInputs.KeepOnFailure),
            Label = inputs.Parsed(RequestInputs.Label, Patterns.Label, "use one line of at most 256 characters"),
            Run = inputs.Pipeline.RunId,
            Pull = image is null ? null : PullOf(inputs, image, registry),
            Environment = inputs.Pairs(RequestInputs.EnvironmentVariables, Pairs.ProblemOfVariable),
            Tags = inputs.Pairs(RequestInputs.Tags, Pairs.ProblemOfTag),
        };
        CheckTogether(inputs, request);
        return pool is null || name is null || group is null || subnet is null || image is null || organization is null || inputs.IsWrong ? null
            : request with { Pool = pool, AgentName = name, ResourceGroup = group, Subnet = subnet, Image = image, OrganizationUrl = organization.Url };
    }

    /// <returns>The resource group; without a subscription one that is only good for going on.</returns>
    public static ResourceGroupId? ResourceGroupOf(InputReader inputs, Input input, AzureAccess? azure)
    {
        var name = inputs.RequiredParsed(input, Patterns.ResourceGroup, "use 1-90 letters, digits, '.', '_', '-', '(' and ')', not ending with '.'");
        return name is null ? null : new ResourceGroupId(azure?.SubscriptionId ?? "", name);
    }

    private static SubnetId? SubnetOf(InputReader inputs, ResourceGroupId? group, AzureAccess? azure)
    {
        const string Right = "use a subnet's name or its whole resource id";
        if (inputs.Optional(RequestInputs.Subnet)?.StartsWith('/') is true) return inputs.Parsed(RequestInputs.Subnet, SubnetId.TryParse, Right);
        var name = inputs.RequiredParsed(RequestInputs.Subnet, Patterns.NetworkName, Right);
        var network = inputs.RequiredParsed(RequestInputs.VirtualNetwork, Patterns.NetworkName, "use a virtual network's name");
        var home = inputs.Optional(RequestInputs.VirtualNetworkResourceGroup) is null ? group : ResourceGroupOf(inputs, RequestInputs.VirtualNetworkResourceGroup, azure);
        return name is null || network is null || home is null ? null : new SubnetId(home, network, name);
    }

    private static ImagePull? PullOf(InputReader inputs, string image, RegistryAccess? registry)
    {
        if (registry is not null) return OfConnection(inputs, image, registry);
        if (inputs.Parsed(RequestInputs.PullIdentity, Patterns.Identity, Patterns.IdentityRight) is not { } identity) return null;
        var server = ServerOf(image);
        if (server is null) inputs.Problem(RequestInputs.Image, $"'{image}' names no registry, which pulling with an identity needs: use example.azurecr.io/agent:1.0.");
        return server is null ? null : new ImagePull(server) { Identity = identity };
    }

    // Azure uses a credential for images of its registry only.
    private static ImagePull OfConnection(InputReader inputs, string image, RegistryAccess registry)
    {
        var server = ServerOf(image) ?? DockerHub;
        if (!server.Equals(registry.Server, StringComparison.OrdinalIgnoreCase) && !(server == DockerHub && registry.Server.EndsWith(".docker.io", StringComparison.OrdinalIgnoreCase)))
            inputs.Problem(RegistryInputs.ServiceConnection, $"leads to {registry.Server}, but the image is in {server}: name the connection of the image's registry.");
        return registry is RegistryPassword given ? new ImagePull(given.Server) { Username = given.Username, Password = given.Password } : new ImagePull(registry.Server);
    }

    private static string? ServerOf(string image) =>
        image.Split('/') is [var first, _, ..] && (first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal)) ? first : null;

    private static IReadOnlyList<string> DnsServersOf(InputReader inputs)
    {
        var servers = inputs.List(RequestInputs.DnsServers);
        foreach (var server in servers.Where(server => !IPAddress.TryParse(server, out _)))
            inputs.Problem(RequestInputs.DnsServers, $"{InputReader.Shown(server)} is wrong: use IP addresses, one a line or between commas.");
        return servers;
    }

    private static void CheckTogether(InputReader inputs, AgentRequest request)
    {
        if (request.Cleanup == CleanupMode.Identity && inputs.Optional(RequestInputs.CleanupIdentity) is null)
            inputs.Problem(RequestInputs.CleanupIdentity, $"is missing: {inputs.NameOf(RequestInputs.Cleanup)} identity needs {RequestInputs.CleanupIdentity.Meaning}.");
        if (request.ClaimTimeout < request.OnlineTimeout)
            inputs.Problem(RequestInputs.ClaimTimeout, $"is shorter than {inputs.NameOf(RequestInputs.OnlineTimeout)}, {request.OnlineTimeout.TotalMinutes:0.#} minutes: an agent that takes that long would never be started.");
        if (request.Platform != AgentPlatform.Windows) return;
        if (request.CleanupIdentity is not null)
            inputs.Problem(RequestInputs.CleanupIdentity, "does not go with Windows: in a virtual network its containers get no token of an identity.");
        if (request.DnsServers.Count > 0)
            inputs.Problem(RequestInputs.DnsServers, "do not go with Windows: Azure sets them for Linux containers only.");
    }
}
