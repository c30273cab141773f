using EphemeralAgents.Agents;
using EphemeralAgents.Cli.Inputs;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Cli;

/// <summary>What the process writes to.</summary>
internal sealed record CliConsole(TextWriter Out, TextWriter Error);

/// <summary>What surrounds the program: tests are a shell as well.</summary>
internal sealed record Shell(CliConsole Console, IReadOnlyDictionary<string, string> Environment, TimeProvider Clock)
{
    /// <summary>Reaches Azure and Azure DevOps; nothing is sent before the first use of a port.</summary>
    public required Func<AzureAccess, OrganizationAccess, Ports> Connect { get; init; }

    /// <summary>Asks a registry for the password that it gives an identity.</summary>
    public required Func<RegistryIdentity, CancellationToken, Task<string>> SignInToRegistry { get; init; }
}

/// <summary>The two systems that are not ours.</summary>
internal sealed record Ports(IAgentPools Pools, IContainerGroups Groups);
