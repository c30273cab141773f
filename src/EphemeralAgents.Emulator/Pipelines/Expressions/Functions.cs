using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EphemeralAgents.Emulator.Pipelines.Expressions;

/// <summary>The functions that every expression has. <c>and</c>, <c>or</c>, <c>coalesce</c> and <c>iif</c> evaluate only what they need.</summary>
internal static partial class Functions
{
    private static readonly Dictionary<string, (int Least, int Most, Func<object?[], object?> Body)> Eager = new(StringComparer.OrdinalIgnoreCase)
    {
        ["eq"] = (2, 2, a => ExpressionValue.AreEqual(a[0], a[1])),
        ["ne"] = (2, 2, a => !ExpressionValue.AreEqual(a[0], a[1])),
        ["not"] = (1, 1, a => !ExpressionValue.ToBoolean(a[0])),
        ["xor"] = (2, 2, a => ExpressionValue.ToBoolean(a[0]) != ExpressionValue.ToBoolean(a[1])),
        ["gt"] = (2, 2, a => Compare(a) > 0),
        ["ge"] = (2, 2, a => Compare(a) >= 0),
        ["lt"] = (2, 2, a => Compare(a) < 0),
        ["le"] = (2, 2, a => Compare(a) <= 0),
        ["in"] = (1, int.MaxValue, a => a.Skip(1).Any(v => ExpressionValue.AreEqual(a[0], v))),
        ["notIn"] = (1, int.MaxValue, a => !a.Skip(1).Any(v => ExpressionValue.AreEqual(a[0], v))),
        ["contains"] = (2, 2, a => Text(a[0]).Contains(Text(a[1]), StringComparison.OrdinalIgnoreCase)),
        ["startsWith"] = (2, 2, a => Text(a[0]).StartsWith(Text(a[1]), StringComparison.OrdinalIgnoreCase)),
        ["endsWith"] = (2, 2, a => Text(a[0]).EndsWith(Text(a[1]), StringComparison.OrdinalIgnoreCase)),
        ["containsValue"] = (2, 2, a => Items(a[0]).Any(v => ExpressionValue.AreEqual(v, a[1]))),
        ["format"] = (1, int.MaxValue, a => Format(Text(a[0]), a[1..])),
        ["join"] = (2, 2, a => string.Join(Text(a[0]), Items(a[1]).Select(Text))),
        ["split"] = (2, 2, a => Text(a[0]).Split(Text(a[1])).ToList<object?>()),
        ["length"] = (1, 1, a => (double)(a[0] is string s ? s.Length : Items(a[0]).Count())),
        ["lower"] = (1, 1, a => Text(a[0]).ToLowerInvariant()),
        ["upper"] = (1, 1, a => Text(a[0]).ToUpperInvariant()),
        ["trim"] = (1, 1, a => Text(a[0]).Trim()),
        ["replace"] = (3, 3, a => Text(a[0]).Replace(Text(a[1]), Text(a[2]))),
        ["convertToJson"] = (1, 1, a => JsonSerializer.Serialize(a[0])),
    };

    public static object? Invoke(string name, IReadOnlyList<Expression> arguments, ExpressionScope scope)
    {
        switch (name.ToUpperInvariant())
        {
            case "AND":
                return Checked(name, arguments, 2).All(a => a.IsTrue(scope));
            case "OR":
                return Checked(name, arguments, 2).Any(a => a.IsTrue(scope));
            case "COALESCE":
                return Checked(name, arguments, 2).Select(a => a.Evaluate(scope)).FirstOrDefault(v => v is not (null or ""));
            case "IIF":
                return Checked(name, arguments, 3, 3)[arguments[0].IsTrue(scope) ? 1 : 2].Evaluate(scope);
            default:
                if (!Eager.TryGetValue(name, out var function)) throw new ExpressionException($"Unrecognized value: '{name}'. It is no function that may be used here.");
                return function.Body([.. Checked(name, arguments, function.Least, function.Most).Select(a => a.Evaluate(scope))]);
        }
    }

    private static IReadOnlyList<Expression> Checked(string name, IReadOnlyList<Expression> arguments, int least, int most = int.MaxValue) =>
        arguments.Count >= least && arguments.Count <= most ? arguments
            : throw new ExpressionException($"'{name}' takes {(least == most ? $"{least}" : $"at least {least}")} arguments, not {arguments.Count}.");

    private static string Text(object? value) => ExpressionValue.ToText(value);

    private static int? Compare(object?[] a) => ExpressionValue.Compare(a[0], a[1]);

    private static IEnumerable<object?> Items(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> map => map.Values,
        IReadOnlyList<object?> list => list,
        null => [],
        _ => [value],
    };

    private static string Format(string format, object?[] values) => Placeholder.Replace(format, match => match.Value switch
    {
        "{{" => "{",
        "}}" => "}",
        _ when int.Parse(match.Groups["at"].ValueSpan, CultureInfo.InvariantCulture) is var at && at < values.Length => Text(values[at]),
        _ => throw new ExpressionException($"The format string '{format}' has no argument for '{match.Value}'."),
    });

    [GeneratedRegex(@"\{\{|\}\}|\{(?<at>[0-9]{1,3})\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder { get; }
}
