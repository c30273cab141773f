using System.Text;

namespace EphemeralAgents.Supervisor.Reporting;

/// <summary>Makes text from outside safe to print.</summary>
internal static class Untrusted
{
    /// <summary>One line without control characters, without logging commands (<c>##vso[</c>, <c>##[</c>), and not endless.</summary>
    public static string Line(string text, int longest = 2000)
    {
        var line = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var c in text)
        {
            if (line.Length == longest) return line.Append('…').ToString();
            if (c == '[' && EndsLikeACommand(line)) line.Append(' ');
            line.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        }

        return line.ToString().TrimEnd();
    }

    // A command is "##" and letters up to a bracket; a space before the bracket is enough to end it.
    private static bool EndsLikeACommand(StringBuilder line)
    {
        var i = line.Length - 1;
        while (i >= 0 && char.IsLetterOrDigit(line[i])) i--;
        return i >= 1 && line[i] == '#' && line[i - 1] == '#';
    }
}
