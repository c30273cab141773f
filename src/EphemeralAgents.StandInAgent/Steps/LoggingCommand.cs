namespace EphemeralAgents.StandInAgent.Steps;

/// <summary>A logging command in a line of output: <c>##vso[area.event name=value;name=value]data</c>, anywhere in it, up to the first <c>]</c>.</summary>
internal sealed record LoggingCommand(string Name, IReadOnlyDictionary<string, string> Properties, string Data)
{
    private const string Prefix = "##vso[";

    public string? this[string property] => Properties.TryGetValue(property, out var value) && value.Length > 0 ? value : null;

    public bool IsTrue(string property) => string.Equals(this[property], "true", StringComparison.OrdinalIgnoreCase);

    public static LoggingCommand? Find(string line)
    {
        var start = line.IndexOf(Prefix, StringComparison.OrdinalIgnoreCase);
        if (start < 0) return null;
        var end = line.IndexOf(']', start);
        if (end < 0) return null;
        var head = line[(start + Prefix.Length)..end].Trim();
        var name = head.Split(' ', 2)[0];
        if (name.Split('.') is not [{ Length: > 0 }, { Length: > 0 }]) return null;

        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in head[name.Length..].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (property.Split('=', 2) is [var key, var value]) properties[key.Trim()] = Unescape(value).Replace("%5D", "]").Replace("%3B", ";").Replace("%AZP25", "%");
        return new LoggingCommand(name.ToLowerInvariant(), properties, Unescape(line[(end + 1)..]).Replace("%AZP25", "%"));
    }

    private static string Unescape(string text) => text.Replace("%0D", "\r").Replace("%0A", "\n");
}
