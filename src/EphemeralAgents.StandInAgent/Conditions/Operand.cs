using System.Globalization;

namespace EphemeralAgents.StandInAgent.Conditions;

/// <summary>A value in a condition: a text, a number, a truth value, or null.</summary>
internal sealed record Operand(object? Value)
{
    public static Operand Nothing { get; } = new((object?)null);

    public string Text => Value switch
    {
        string text => text,
        bool truth => truth ? "True" : "False",
        double number => number.ToString(CultureInfo.InvariantCulture),
        _ => "",
    };

    /// <summary>False, 0, the empty text and null are not true.</summary>
    public bool IsTrue => Value switch
    {
        bool truth => truth,
        double number => number != 0,
        string text => text.Length > 0,
        _ => false,
    };

    public static implicit operator Operand(bool truth) => new((object)truth);

    /// <summary>Equality after the other side was converted to this side's kind; texts are compared without case.</summary>
    public bool EqualTo(Operand other) => Value switch
    {
        null => !other.IsTrue, // as text it is empty, as a number 0, as a truth value false
        bool truth => truth == other.IsTrue,
        double number => other.Number == number,
        _ => string.Equals(Text, other.Text, StringComparison.OrdinalIgnoreCase),
    };

    public int? ComparedWith(Operand other) => Value switch
    {
        double number => other.Number is { } right ? number.CompareTo(right) : null,
        _ => string.Compare(Text, other.Text, StringComparison.OrdinalIgnoreCase),
    };

    private double? Number => Value switch
    {
        double number => number,
        bool truth => truth ? 1 : 0,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
