using System.CommandLine;
using System.CommandLine.Invocation;
using EphemeralAgents.Emulator.Commands;

namespace EphemeralAgents.Emulator;

/// <summary>The emulator as a program of its own.</summary>
public static class Program
{
    // Containers are given their grace before the process may end.
    private static readonly TimeSpan EndingBudget = TimeSpan.FromSeconds(30);

#pragma warning disable RS0030 // The one place that knows the process's console.
    public static Task<int> Main(string[] args) => RunAsync(args, Console.Out, Console.Error, !Console.IsOutputRedirected);
#pragma warning restore RS0030

    /// <summary>Runs a command line: 0 when it did what was asked, 1 when a run failed, 2 when it makes no sense.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, bool isTerminal = false, CancellationToken ct = default)
    {
        var root = new RootCommand("Azure and Azure Pipelines on one loopback address: container groups and pipelines run for real.");
        root.Subcommands.Add(StartCommand.Create());
        root.Subcommands.Add(RunCommand.Create(isTerminal));

        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var invocation = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = EndingBudget };
        if (parsed.Action is ParseErrorAction refused)
        {
            (refused.ShowHelp, refused.ShowTypoCorrections) = (false, false);
            await parsed.InvokeAsync(invocation, ct);
            return 2;
        }
        try
        {
            return await parsed.InvokeAsync(invocation, ct);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(wrong.Message);
            return 2;
        }
    }
}
