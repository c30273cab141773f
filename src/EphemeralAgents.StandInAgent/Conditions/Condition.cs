using EphemeralAgents.StandInAgent.Jobs;

namespace EphemeralAgents.StandInAgent.Conditions;

/// <summary>A step's condition, in the expression language of pipelines: functions, literals and <c>variables['name']</c>.</summary>
internal static class Condition
{
    /// <summary>Whether a step is due in a job that stands so; no condition is <c>succeeded()</c>.</summary>
    /// <exception cref="InvalidDataException">It is no expression, or uses what there is not.</exception>
    public static bool IsMet(string? condition, TaskResult status, JobVariables variables) =>
        new ConditionReader(string.IsNullOrWhiteSpace(condition) ? "succeeded()" : condition, (function, arguments) => Call(function, arguments, status), variables).Read().IsTrue;

    private static Operand Call(string function, IReadOnlyList<Operand> arguments, TaskResult status) => (function.ToLowerInvariant(), arguments) switch
    {
        ("always", []) => true,
        ("succeeded", []) => status is TaskResult.Succeeded or TaskResult.SucceededWithIssues,
        ("failed", []) => status is TaskResult.Failed,
        ("succeededorfailed", []) => status is not TaskResult.Canceled,
        ("canceled", []) => status is TaskResult.Canceled,
        ("not", [var operand]) => !operand.IsTrue,
        ("and", [_, _, ..]) => arguments.All(operand => operand.IsTrue),
        ("or", [_, _, ..]) => arguments.Any(operand => operand.IsTrue),
        ("xor", [var a, var b]) => a.IsTrue != b.IsTrue,
        ("eq", [var a, var b]) => a.EqualTo(b),
        ("ne", [var a, var b]) => !a.EqualTo(b),
        ("gt", [var a, var b]) => a.ComparedWith(b) > 0,
        ("ge", [var a, var b]) => a.ComparedWith(b) >= 0,
        ("lt", [var a, var b]) => a.ComparedWith(b) < 0,
        ("le", [var a, var b]) => a.ComparedWith(b) <= 0,
        ("in", [var needle, _, ..]) => arguments.Skip(1).Any(needle.EqualTo),
        ("notin", [var needle, _, ..]) => !arguments.Skip(1).Any(needle.EqualTo),
        ("contains", [var text, var part]) => text.Text.Contains(part.Text, StringComparison.OrdinalIgnoreCase),
        ("startswith", [var text, var part]) => text.Text.StartsWith(part.Text, StringComparison.OrdinalIgnoreCase),
        ("endswith", [var text, var part]) => text.Text.EndsWith(part.Text, StringComparison.OrdinalIgnoreCase),
        ("coalesce", [_, ..]) => arguments.FirstOrDefault(operand => operand.Text.Length > 0) ?? Operand.Nothing,
        ("lower", [var text]) => new Operand(text.Text.ToLowerInvariant()),
        ("upper", [var text]) => new Operand(text.Text.ToUpperInvariant()),
        _ => throw new InvalidDataException($"The condition's function '{function}' with {arguments.Count} arguments is not known."),
    };
}
