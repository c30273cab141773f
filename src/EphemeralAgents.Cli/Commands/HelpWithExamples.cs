using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace EphemeralAgents.Cli.Commands;

/// <summary>The help of every command, in a width that does not depend on the terminal, and then examples.</summary>
internal sealed class HelpWithExamples(IReadOnlyDictionary<string, string> examples) : SynchronousCommandLineAction
{
    private readonly HelpAction _help = new() { MaxWidth = 120 };

    public override int Invoke(ParseResult parseResult)
    {
        var result = _help.Invoke(parseResult);
        if (!examples.TryGetValue(parseResult.CommandResult.Command.Name, out var text)) return result;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var line in text.Split('\n')) output.WriteLine($"  {line}".TrimEnd());
        output.WriteLine();
        return result;
    }
}
