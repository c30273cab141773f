using System.CommandLine;

namespace EphemeralAgents.Cli.Commands;

/// <summary>What is wrong with a command line that cannot be understood, one line for each problem.</summary>
internal static class ParseProblems
{
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var commands = string.Join(", ", parsed.RootCommandResult.Command.Subcommands.Select(command => command.Name));
        if (parsed.CommandResult.Command == parsed.RootCommandResult.Command)
            return [parsed.Tokens is [var first, ..] ? $"'{first.Value}' is no command: use one of {commands}." : $"No command was given: use one of {commands}. --help explains them."];
        return [.. parsed.Errors.Select(error => error.Message)];
    }
}
