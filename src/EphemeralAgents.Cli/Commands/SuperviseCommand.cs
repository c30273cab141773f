using System.CommandLine;
using EphemeralAgents.Agents;
using EphemeralAgents.AzurePipelines.TaskEnvironment;
using EphemeralAgents.Provisioning;
using EphemeralAgents.Supervisor;
using EphemeralAgents.Supervisor.Reporting;

namespace EphemeralAgents.Cli.Commands;

/// <summary>What runs in the container. It ends with 0 whatever happens: the platform may restart a container that ends otherwise.</summary>
internal static class SuperviseCommand
{
    public const string Name = "supervise";

    public static Command Create(Shell shell)
    {
        var root = new Option<string?>("--agent-root")
        {
            HelpName = "FOLDER", Description = "The folder of the agent package, which holds bin/Agent.Listener. Default: /agent.",
        };
        var user = new Option<string?>("--user") { HelpName = "NAME|ID", Description = "The unprivileged user that the agent runs as. Default: agent." };
        var sameUser = new Option<bool>("--same-user") { Description = "Run the agent as this program's own user. Insecure: its job can then read what the container cleans up with." };
        var command = new Command(Name, $"Run in the container: start the agent of the bundle in {AgentBundle.Variable}, and clean up after its one job. Always ends with 0.") { root, user, sameUser };
        command.Validators.Add(result =>
        {
            if (result.GetResult(user) is not null && result.GetResult(sameUser) is { Implicit: false }) result.AddError("--user does not go with --same-user: give one of them.");
        });
        command.SetAction(async (parsed, stop) =>
        {
            await RunAsync(shell, parsed.GetValue(root) ?? "/agent", parsed.GetValue(sameUser) ? null : parsed.GetValue(user) ?? "agent", stop);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static async Task RunAsync(Shell shell, string agentRoot, string? agentUser, CancellationToken stop)
    {
        try
        {
            if (BundleVariable.Read(shell.Environment, shell.Clock, shell.Console.Out) is not { } bundle) return;
            var settings = new SupervisorSettings { AgentRoot = agentRoot, AgentUser = agentUser, Environment = shell.Environment };
            var means = Connections.MeansOf(bundle.Cleanup, shell.Clock);
            await new AgentSupervisor(Connections.PoolsOf(bundle), means, settings, shell.Clock, shell.Console.Out).RunAsync(bundle, stop);
        }
#pragma warning disable CA1031 // An image or a bundle that does not fit: no restart would make it fit.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            new StageLines(shell.Console.Out, shell.Clock).Write("supervisor.failed", Outcome.Failed, Reason.Of(failure));
        }
    }
}
