using System.Text.RegularExpressions;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>What may be wrong with a <c>NAME=value</c>; null when nothing is.</summary>
internal static partial class Pairs
{
    public static string? ProblemOfVariable(string name, string value) =>
        !VariableName().IsMatch(name) ? $"{InputReader.Shown(name)} is wrong: use at most 63 letters, digits and '_' in a variable's name; begin with a letter and do not end with '_'."
        : name.StartsWith("EPHEMERAL_AGENT", StringComparison.OrdinalIgnoreCase) ? $"{InputReader.Shown(name)} is reserved: use another name than EPHEMERAL_AGENT…."
        : null;

    public static string? ProblemOfTag(string name, string value) =>
        name.Length > 512 || name.IndexOfAny(['<', '>', '%', '&', '\\', '?', '/']) >= 0 ? $"{InputReader.Shown(name)} is wrong: use at most 512 characters in a tag's name and none of <>%&\\?/."
        : name.StartsWith("EphemeralAgents.", StringComparison.OrdinalIgnoreCase) ? $"{InputReader.Shown(name)} is reserved: use another name than EphemeralAgents.…."
        : value.Length > 256 ? $"{InputReader.Shown(name)} is too long: use at most 256 characters in a tag's value."
        : null;

    [GeneratedRegex("^[A-Za-z]([A-Za-z0-9_]{0,61}[A-Za-z0-9])?\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VariableName();
}
