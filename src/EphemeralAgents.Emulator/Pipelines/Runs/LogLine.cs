using Spectre.Console;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>A log line with the colours that the pipeline page gives to <c>##[…]</c>.</summary>
internal static class LogLine
{
    private static readonly (string Tag, string Style)[] Styles =
    [
        ("##[section]", "green"), ("##[command]", "blue"), ("##[error]", "red"), ("##[warning]", "yellow"), ("##[debug]", "magenta"), ("##[group]", "bold"),
    ];

    public static string ToMarkup(string line)
    {
        var clean = string.Concat(line.Where(c => c == '\t' || !char.IsControl(c))); // a line must not move the cursor
        foreach (var (tag, style) in Styles)
        {
            if (clean.StartsWith(tag, StringComparison.Ordinal)) return $"[{style}]{Markup.Escape(clean)}[/]";
        }

        return Markup.Escape(clean);
    }
}
