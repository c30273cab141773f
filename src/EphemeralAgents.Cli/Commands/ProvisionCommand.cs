using System.CommandLine;
using EphemeralAgents.Azure.Registries;
using EphemeralAgents.Cli.Inputs;
using EphemeralAgents.Cli.Output;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Cli.Commands;

/// <summary>Provisions an agent.</summary>
internal static class ProvisionCommand
{
    public const string Name = "provision";

    public static IReadOnlyList<Input> Inputs { get; } = [.. RequestInputs.All, RegistryInputs.ServiceConnection, .. AzureInputs.All, .. OrganizationInputs.All];

    public static Command Create(Shell shell, CommonOptions common)
    {
        var command = new Command(Name, "Provision a run-once agent: register it, create its container group and wait until it is online.");
        var options = new InputOptions(command, Inputs);
        command.Options.Add(common.Output);
        command.Options.Add(common.Debug);
        command.SetAction((parsed, ct) => common.RunAsync(shell, parsed, report => RunAsync(shell, report, options.Reader(shell, parsed), ct), ct));
        return command;
    }

    public static async Task RunAsync(Shell shell, Report report, InputReader inputs, CancellationToken ct)
    {
        var azure = AzureInputs.Read(inputs);
        var organization = OrganizationInputs.Read(inputs);
        var registry = RegistryInputs.Read(inputs);
        var request = RequestReader.Read(inputs, azure, organization, registry);
        inputs.ThrowIfWrong();
        if (registry is RegistryIdentity identity) request = request! with { Pull = await SignInAsync(shell, report, identity, ct) };
        var ports = shell.Connect(azure!, organization!);
        var provision = new ProvisionAgents(new MaskedAgentPools(ports.Pools, report), new MaskedContainerGroups(ports.Groups, report), new PhaseLines(report),
            new ReportLogger<ProvisionAgents>(report), shell.Clock);
        report.Tell(await provision.RunAsync(request!, ct));
    }

    private static async Task<ImagePull> SignInAsync(Shell shell, Report report, RegistryIdentity registry, CancellationToken ct)
    {
        var password = await shell.SignInToRegistry(registry, ct);
        report.Mask(password);
        return new ImagePull(registry.Server) { Username = RegistryTokens.Username, Password = password };
    }
}
