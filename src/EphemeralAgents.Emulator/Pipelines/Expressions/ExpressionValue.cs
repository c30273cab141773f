using System.Globalization;

namespace EphemeralAgents.Emulator.Pipelines.Expressions;

/// <summary>The conversions of Azure Pipelines: the right side of a comparison is converted to the type of the left, text ignores case.</summary>
internal static class ExpressionValue
{
    public static bool ToBoolean(object? value) => value switch
    {
        null => false,
        bool b => b,
        double d => d != 0,
        string s => s.Length > 0,
        _ => true,
    };

    public static string ToText(object? value) => value switch
    {
        null => "",
        bool b => b ? "True" : "False",
        double d => d.ToString("G15", CultureInfo.InvariantCulture),
        string s => s,
        Version v => v.ToString(),
        IReadOnlyDictionary<string, object?> => "Object",
        _ => "Array",
    };

    public static bool AreEqual(object? left, object? right) => left switch
    {
        null => right is null || (right is string text && text.Length == 0),
        bool b => b == ToBoolean(right),
        double d => ToNumber(right) is { } number && d == number,
        Version v => ToVersion(right) is { } version && v == version,
        string s => right is null or bool or double or string or Version && string.Equals(s, ToText(right), StringComparison.OrdinalIgnoreCase),
        _ => ReferenceEquals(left, right),
    };

    /// <summary>Less than zero, zero or more than zero; null when the right side cannot become what the left side is.</summary>
    public static int? Compare(object? left, object? right) => left switch
    {
        bool b => b.CompareTo(ToBoolean(right)),
        double d => ToNumber(right) is { } number ? d.CompareTo(number) : null,
        Version v => ToVersion(right) is { } version ? v.CompareTo(version) : null,
        string s => string.Compare(s, ToText(right), StringComparison.OrdinalIgnoreCase),
        null => string.Compare("", ToText(right), StringComparison.OrdinalIgnoreCase),
        _ => null,
    };

    private static double? ToNumber(object? value) => value switch
    {
        null => 0,
        bool b => b ? 1 : 0,
        double d => d,
        string { Length: 0 } => 0,
        string s when double.TryParse(s, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static Version? ToVersion(object? value) => value switch
    {
        Version v => v,
        string s when Version.TryParse(s, out var version) => version,
        _ => null,
    };
}
