using System.CommandLine;
using EphemeralAgents.Cli.Inputs;
using EphemeralAgents.Cli.Output;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Cli.Commands;

/// <summary>Removes an agent by its name.</summary>
internal static class RemoveCommand
{
    public const string Name = "remove";

    public static IReadOnlyList<Input> Inputs { get; } =
        [RequestInputs.Pool, RequestInputs.AgentName, RequestInputs.ResourceGroup, .. AzureInputs.All, .. OrganizationInputs.All];

    public static Command Create(Shell shell, CommonOptions common)
    {
        var command = new Command(Name, "Remove an agent: unregister it and delete its container group, however much of them is left.");
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
        var pool = inputs.Required(RequestInputs.Pool);
        var name = AgentNames.ReadGiven(inputs);
        var group = RequestReader.ResourceGroupOf(inputs, RequestInputs.ResourceGroup, azure);
        inputs.ThrowIfWrong();
        var ports = shell.Connect(azure!, organization!);
        report.Tell(await new RemoveAgents(ports.Pools, ports.Groups).RunAsync(organization!.Url, pool!, name!, group!, ct));
    }
}
