using System.CommandLine;
using EphemeralAgents.Cli.Inputs;
using EphemeralAgents.Cli.Output;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Cli.Commands;

/// <summary>Provisions an agent.</summary>
internal static class ProvisionCommand
{
    public const string Name = "provision";

    public static IReadOnlyList<Input> Inputs { get; } = [.. RequestInputs.All, .. AzureInputs.All, .. OrganizationInputs.All];

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
        var request = RequestReader.Read(inputs, azure, organization);
        inputs.ThrowIfWrong();
        var ports = shell.Connect(azure!, organization!);
        var provision = new ProvisionAgents(ports.Pools, new MaskedContainerGroups(ports.Groups, report), new PhaseLines(report),
            new ReportLogger<ProvisionAgents>(report), shell.Clock);
        report.Tell(await provision.RunAsync(request!, ct));
    }
}
