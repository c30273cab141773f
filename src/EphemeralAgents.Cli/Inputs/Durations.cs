using System.Globalization;
using System.Text.RegularExpressions;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>Durations as people write them: <c>10</c> (minutes), <c>90s</c>, <c>10m</c>, <c>1h</c>, <c>00:10:00</c>.</summary>
internal static partial class Durations
{
    public const string Right = "use a duration of at least one second and at most 7 days such as 10 (minutes), 90s, 10m, 1h or 00:10:00";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public static TimeSpan? TryParse(string text) => Parse(text) is { } duration && duration >= TimeSpan.FromSeconds(1) && duration <= Longest ? duration : null;

    private static TimeSpan? Parse(string text)
    {
        if (TimeSpan.TryParseExact(text, [@"h\:mm\:ss", @"hh\:mm\:ss", @"d\.hh\:mm\:ss"], CultureInfo.InvariantCulture, out var clock)) return clock;
        if (NumberAndUnit().Match(text) is not { Success: true } match) return null;
        var number = int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value.ToUpperInvariant() switch
        {
            "S" => TimeSpan.FromSeconds(number),
            "H" => TimeSpan.FromHours(number),
            _ => TimeSpan.FromMinutes(number),
        };
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,6})\s*(?<unit>[smh]?)\z", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberAndUnit();
}
