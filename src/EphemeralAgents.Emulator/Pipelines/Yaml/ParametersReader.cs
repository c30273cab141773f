namespace EphemeralAgents.Emulator.Pipelines.Yaml;

/// <summary>Reads <c>parameters</c> with their defaults and the values given for them.</summary>
internal static class ParametersReader
{
    public static IReadOnlyDictionary<string, object?> Read(YamlMap root, IReadOnlyDictionary<string, string> values)
    {
        var given = new Dictionary<string, string>(values, StringComparer.OrdinalIgnoreCase);
        var errors = new List<PipelineError>();
        var all = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in new YamlReader(root, "the pipeline", errors).Items("parameters", "a parameter")) Read(parameter, given, all);
        foreach (var unknown in given.Keys.Where(name => !all.ContainsKey(name))) errors.Add(root.Error($"Unexpected parameter '{unknown}'."));
        return errors.Count == 0 ? all : throw new PipelineException(errors);
    }

    private static void Read(YamlReader parameter, IReadOnlyDictionary<string, string> given, Dictionary<string, object?> values)
    {
        var name = parameter.Text("name") ?? "";
        var type = parameter.Text("type") ?? "string";
        var fallback = parameter.Value("default");
        var allowed = parameter.Texts("values");
        parameter.Finish("displayName");
        if (name.Length == 0)
        {
            parameter.Add("A parameter needs a name.");
            return;
        }

        values[name] = given.TryGetValue(name, out var text) ? Typed(text, type) : ToObject(fallback, type);
        if (fallback is null && text is null) parameter.Add($"A value for the '{name}' parameter must be provided.");
        else if (allowed is { Count: > 0 } && !allowed.Contains(ExpressionValueText(values[name]), StringComparer.Ordinal)) parameter.Add($"The '{name}' parameter value '{ExpressionValueText(values[name])}' is not a valid value: {string.Join(", ", allowed)}.");
    }

    private static string ExpressionValueText(object? value) => Expressions.ExpressionValue.ToText(value);

    private static object? ToObject(YamlValue? value, string type) => value switch
    {
        YamlText text => Typed(text.Value, type),
        YamlList list => list.Items.Select(i => ToObject(i, "string")).ToList(),
        YamlMap map => map.Entries.ToDictionary(e => e.Key.Value, e => ToObject(e.Value, "string"), StringComparer.OrdinalIgnoreCase),
        _ => null,
    };

    private static object Typed(string text, string type) => type == "boolean" ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : text;
}
