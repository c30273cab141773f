using System.Text.RegularExpressions;

namespace EphemeralAgents.AzurePipelines.TaskEnvironment;

/// <summary>Text that somebody else wrote: container logs, error messages, names.</summary>
public static partial class OutsideText
{
    /// <summary>
    /// The text with nothing in it that the agent or a terminal would obey: the agent runs <c>##vso[…]</c> and formats
    /// <c>##[…]</c> wherever they stand in a line, on both output streams.
    /// </summary>
    public static string Neutralise(string text) => Command().Replace(Control().Replace(text.ReplaceLineEndings("\n"), "?"), "# #");

    [GeneratedRegex(@"##(?=(vso)?\[)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();

    [GeneratedRegex(@"[\p{Cc}-[\n\t]]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Control();
}
