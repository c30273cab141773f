using System.Collections;
using System.CommandLine;
using System.CommandLine.Invocation;
using EphemeralAgents.AzurePipelines.TaskEnvironment;
using EphemeralAgents.Cli.Commands;
using EphemeralAgents.Cli.Output;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Cli;

internal static class Program
{
    /// <summary>How long cleaning up may take after a signal: the agent kills a cancelled task after 7.5 s and then 2.5 s.</summary>
    private static readonly TimeSpan CleanupBudget = TimeSpan.FromSeconds(9);

    /// <summary>The same in a container: whoever stops it decides when to kill it.</summary>
    private static readonly TimeSpan SupervisorBudget = TimeSpan.FromMinutes(1);

#pragma warning disable RS0030 // The one place that may touch the console: from here on it is a parameter.
    private static Task<int> Main(string[] args) =>
        RunAsync(args, new CliConsole(Console.Out, Console.Error), Variables(), TimeProvider.System, CancellationToken.None);
#pragma warning restore RS0030

    /// <summary>Runs the whole program, so that a test can be the shell.</summary>
    public static Task<int> RunAsync(string[] args, CliConsole console, IReadOnlyDictionary<string, string> environment, TimeProvider clock, CancellationToken ct)
    {
        var connections = new Connections();
        return RunAsync(args, new Shell(console, environment, clock) { Connect = connections.Open, SignInToRegistry = connections.SignInAsync }, ct);
    }

    public static Task<int> RunAsync(string[] args, Shell shell, CancellationToken ct)
    {
        var parsed = Root.Create(shell).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var isSupervisor = parsed.CommandResult.Command.Name == SuperviseCommand.Name;
        if (parsed.Action is ParseErrorAction)
        {
            var report = new Report(shell.Console, new PipelineEnvironment(shell.Environment).IsPipeline);
            var wrong = report.Wrong(ParseProblems.Of(parsed));
            return Task.FromResult((int)(isSupervisor ? ExitCode.Success : wrong)); // Azure restarts a container that ends otherwise
        }

        return parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = shell.Console.Out,
            Error = shell.Console.Error,
            ProcessTerminationTimeout = isSupervisor ? SupervisorBudget : CleanupBudget,
            EnableDefaultExceptionHandler = false,
        }, ct);
    }

    private static Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables()) variables[(string)variable.Key] = (string?)variable.Value ?? "";
        return variables;
    }
}
