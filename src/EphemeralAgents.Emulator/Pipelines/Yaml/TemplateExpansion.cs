using System.Text;
using EphemeralAgents.Emulator.Pipelines.Expressions;

namespace EphemeralAgents.Emulator.Pipelines.Yaml;

/// <summary>
/// Replaces <c>${{ }}</c> before anything else is read: parameters (with their defaults) and the variables that are known then.
/// <c>${{ if }}</c>, <c>elseif</c> and <c>else</c> insert into mappings and lists; <c>each</c> and template files are refused.
/// </summary>
internal sealed class TemplateExpansion
{
    private readonly ExpressionScope _scope = new();

    private TemplateExpansion(YamlMap root, IReadOnlyDictionary<string, string> parameters, IReadOnlyDictionary<string, string> variables)
    {
        _scope.Values["parameters"] = ParametersReader.Read(root, parameters);
        _scope.Values["variables"] = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        var known = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in variables) known[name] = value;
        foreach (var (name, value) in Literals(root.Find("variables")?.Value)) known[name] = value;
        _scope.Values["variables"] = known;
    }

    public static YamlMap Expand(YamlMap root, IReadOnlyDictionary<string, string> parameters, IReadOnlyDictionary<string, string> variables) =>
        new TemplateExpansion(root, parameters, variables).Expand(root);

    private IEnumerable<(string Name, string Value)> Literals(YamlValue? variables) => variables switch
    {
        YamlMap map => map.Entries.Where(e => e.Value is YamlText && !e.Key.Value.StartsWith("${{", StringComparison.Ordinal)).Select(e => (e.Key.Value, Text((YamlText)e.Value))),
        YamlList list => list.Items.OfType<YamlMap>().Where(i => i.Find("name")?.Value is YamlText && i.Find("value")?.Value is YamlText)
            .Select(i => (((YamlText)i.Find("name")!.Value).Value, Text((YamlText)i.Find("value")!.Value))),
        _ => [],
    };

    private YamlValue Expand(YamlValue value) => value switch
    {
        YamlText text => text with { Value = Text(text) },
        YamlList list => list with { Items = [.. Items(list)] },
        YamlMap map => Expand(map),
        _ => value,
    };

    private YamlMap Expand(YamlMap map)
    {
        var entries = new List<YamlEntry>();
        var branch = new Branch(this);
        foreach (var entry in map.Entries)
        {
            if (!Branch.IsDirective(entry.Key)) entries.Add(new YamlEntry(entry.Key with { Value = Text(entry.Key) }, Expand(entry.Value)));
            else if (branch.IsTaken(entry.Key)) entries.AddRange(Expand(entry.Value) is YamlMap inserted ? inserted.Entries : throw Fail(entry.Value, "Expected a mapping to insert."));
        }

        return map with { Entries = entries };
    }

    private IEnumerable<YamlValue> Items(YamlList list)
    {
        var branch = new Branch(this);
        foreach (var item in list.Items)
        {
            if (item is not YamlMap { Entries: [var only] } || !Branch.IsDirective(only.Key)) yield return Expand(item);
            else if (branch.IsTaken(only.Key))
            {
                foreach (var inserted in Expand(only.Value) is YamlList some ? some.Items : throw Fail(only.Value, "Expected a list to insert.")) yield return inserted;
            }
        }
    }

    private string Text(YamlText text)
    {
        var source = text.Value;
        if (!source.Contains("${{", StringComparison.Ordinal)) return source;
        var result = new StringBuilder();
        var at = 0;
        while (source.IndexOf("${{", at, StringComparison.Ordinal) is >= 0 and var start)
        {
            var end = source.IndexOf("}}", start, StringComparison.Ordinal);
            if (end < 0) throw Fail(text, "The expression is not closed. An unescaped ${{ sequence was found, but the closing }} sequence was not found.");
            result.Append(source, at, start - at).Append(ExpressionValue.ToText(Evaluate(text, source[(start + 3)..end])));
            at = end + 2;
        }

        return result.Append(source, at, source.Length - at).ToString();
    }

    private object? Evaluate(YamlText at, string expression)
    {
        try
        {
            return Expression.Parse(expression.Trim()).Evaluate(_scope);
        }
        catch (ExpressionException problem)
        {
            throw Fail(at, problem.Message);
        }
    }

    private static PipelineException Fail(YamlValue at, string message) => new(at.Error(message));

    /// <summary>A chain of if, elseif and else among the siblings of one mapping or list.</summary>
    private sealed class Branch(TemplateExpansion expansion)
    {
        private bool _taken;

        public static bool IsDirective(YamlText key) =>
            key.Value.StartsWith("${{", StringComparison.Ordinal) && Words(key)[0] is "if" or "elseif" or "else" or "each" or "insert";

        public bool IsTaken(YamlText key)
        {
            var words = Words(key);
            if (words[0] is "each" or "insert") throw Fail(key, $"'${{{{ {words[0]} }}}}' is not supported by the emulator.");
            if (words[0] == "if") _taken = false;
            var takes = !_taken && (words[0] == "else" || ExpressionValue.ToBoolean(expansion.Evaluate(key, words[1])));
            _taken |= takes;
            return takes;
        }

        private static string[] Words(YamlText key) => key.Value.Trim()[3..].TrimEnd('}').Trim().Split(' ', 2);
    }
}
