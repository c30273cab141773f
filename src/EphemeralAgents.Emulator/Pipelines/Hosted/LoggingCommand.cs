namespace EphemeralAgents.Emulator.Pipelines.Hosted;

/// <summary>
/// <c>##vso[area.event key=value;key=value]data</c>, found anywhere in a line; the first <c>]</c> ends the properties
/// (azure-pipelines-agent, Command).
/// </summary>
internal sealed record LoggingCommand(string Area, string Event, IReadOnlyDictionary<string, string> Properties, string Data)
{
    private const string Prefix = "##vso[";

    public string? this[string property] => Properties.GetValueOrDefault(property);

    public bool Is(string property) => string.Equals(this[property], "true", StringComparison.OrdinalIgnoreCase);

    public static LoggingCommand? Find(string line)
    {
        var start = line.IndexOf(Prefix, StringComparison.Ordinal);
        var end = start < 0 ? -1 : line.IndexOf(']', start);
        if (end < 0) return null;
        var head = line[(start + Prefix.Length)..end];
        var space = head.IndexOf(' ');
        var name = (space < 0 ? head : head[..space]).Split('.');
        if (name.Length != 2 || name.Any(string.IsNullOrWhiteSpace)) return null;
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in space < 0 ? [] : head[space..].Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            if (parts.Length == 2) properties[parts[0].Trim()] = Unescape(parts[1].Replace("%3B", ";").Replace("%5D", "]"));
        }

        return new LoggingCommand(name[0].ToLowerInvariant(), name[1].ToLowerInvariant(), properties, Unescape(line[(end + 1)..]));
    }

    // %AZP25 comes last, or an escaped percent sign could begin a new escape.
    private static string Unescape(string text) => text.Replace("%0D", "\r").Replace("%0A", "\n").Replace("%AZP25", "%");
}
