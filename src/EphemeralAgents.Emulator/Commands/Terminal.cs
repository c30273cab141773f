using Spectre.Console;

namespace EphemeralAgents.Emulator.Commands;

/// <summary>Makes the console that runs are printed to: coloured in a terminal, plain text when redirected, lines never broken.</summary>
internal static class Terminal
{
    private const int Unbroken = 10_000;

    public static IAnsiConsole Open(TextWriter output, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        console.Profile.Width = Unbroken;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
