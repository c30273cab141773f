using System.Globalization;

namespace EphemeralAgents.Emulator.Pipelines.Yaml;

/// <summary>Reads the keys of one mapping and, at <see cref="Finish"/>, reports those that nobody asked for.</summary>
internal sealed class YamlReader(YamlMap map, string what, List<PipelineError> errors)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public YamlMap Map { get; } = map;

    public YamlValue? Value(string key)
    {
        _known.Add(key);
        return Map.Find(key)?.Value;
    }

    public string? Text(string key) => Value(key) switch
    {
        null => null,
        YamlText text => text.Value,
        var other => Fail<string>(other, $"'{key}' of {what} must be text."),
    };

    public bool Flag(string key, bool otherwise) => Value(key) switch
    {
        null => otherwise,
        YamlText text => text.Value.ToUpperInvariant() switch
        {
            "TRUE" or "Y" or "YES" or "ON" => true,
            "FALSE" or "N" or "NO" or "OFF" => false,
            _ => Fail<bool>(text, $"'{key}' of {what} must be true or false, not '{text.Value}'."),
        },
        var other => Fail<bool>(other, $"'{key}' of {what} must be true or false."),
    };

    public TimeSpan? Minutes(string key) => Value(key) switch
    {
        null => null,
        YamlText text when double.TryParse(text.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes) => TimeSpan.FromMinutes(minutes),
        var other => Fail<TimeSpan?>(other, $"'{key}' of {what} must be a number of minutes."),
    };

    /// <summary>A list of texts, or one text that stands for a list of one.</summary>
    public IReadOnlyList<string>? Texts(string key) => Value(key) switch
    {
        null => null,
        YamlText { Value: "" } => [],
        YamlText text => [text.Value],
        YamlList list => [.. list.Items.Select(item => item is YamlText text ? text.Value : Fail<string>(item, $"Every item of '{key}' must be text.") ?? "")],
        var other => Fail<IReadOnlyList<string>>(other, $"'{key}' of {what} must be text or a list."),
    };

    public IReadOnlyDictionary<string, string> Pairs(string key)
    {
        var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in Entries(key))
        {
            if (entry.Value is YamlText text) pairs[entry.Key.Value] = text.Value;
            else errors.Add(entry.Value.Error($"'{entry.Key.Value}' must be text."));
        }

        return pairs;
    }

    public IReadOnlyList<YamlEntry> Entries(string key) => Value(key) switch
    {
        null or YamlText { Value: "" } => [],
        YamlMap pairs => pairs.Entries,
        var other => Fail<IReadOnlyList<YamlEntry>>(other, $"'{key}' of {what} must be a mapping.") ?? [],
    };

    /// <summary>The items of a list of mappings, each with a reader of its own.</summary>
    public IReadOnlyList<YamlReader> Items(string key, string itemIs)
    {
        var value = Value(key);
        if (value is null or YamlText { Value: "" }) return [];
        if (value is not YamlList list) return Fail<IReadOnlyList<YamlReader>>(value, $"'{key}' of {what} must be a list.") ?? [];
        foreach (var item in list.Items.Where(i => i is not YamlMap)) errors.Add(item.Error($"Expected {itemIs}."));
        return [.. list.Items.OfType<YamlMap>().Select(item => new YamlReader(item, itemIs, errors))];
    }

    public YamlReader? Child(string key, string childIs) => Value(key) switch
    {
        null or YamlText { Value: "" } => null,
        YamlMap child => new YamlReader(child, childIs, errors),
        var other => Fail<YamlReader>(other, $"'{key}' of {what} must be a mapping."),
    };

    public bool Has(string key) => Map.Find(key) is not null;

    public void Add(string message, YamlValue? at = null) => errors.Add((at ?? Map).Error(message));

    /// <summary>Every key that was not asked for, nor is in <paramref name="accepted"/>, is an error.</summary>
    public void Finish(params ReadOnlySpan<string> accepted)
    {
        Accept(accepted);
        foreach (var entry in Map.Entries.Where(e => !_known.Contains(e.Key.Value)))
        {
            errors.Add(entry.Key.Error($"Unexpected value '{entry.Key.Value}' in {what}; expected one of: {string.Join(", ", _known.Order(StringComparer.Ordinal))}."));
        }
    }

    /// <summary>Takes note of keys that are right but mean nothing here.</summary>
    public void Accept(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys) _known.Add(key);
    }

    private T? Fail<T>(YamlValue at, string message)
    {
        errors.Add(at.Error(message));
        return default;
    }
}
