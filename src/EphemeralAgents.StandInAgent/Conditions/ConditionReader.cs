using System.Globalization;
using System.Text.RegularExpressions;
using EphemeralAgents.StandInAgent.Jobs;

namespace EphemeralAgents.StandInAgent.Conditions;

/// <summary>Reads and evaluates an expression such as <c>and(succeeded(), eq(variables['Build.Reason'], 'Manual'))</c>.</summary>
internal sealed partial class ConditionReader(string text, Func<string, IReadOnlyList<Operand>, Operand> call, JobVariables variables)
{
    private readonly Queue<string> _tokens = new(Token().Matches(text).Select(match => match.Value));

    public Operand Read()
    {
        var result = ReadOperand();
        return _tokens.Count == 0 ? result : throw Unexpected(_tokens.Peek());
    }

    private Operand ReadOperand()
    {
        var token = Next();
        if (token[0] == '\'') return new Operand(Quoted(token));
        if (double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return new Operand(number);
        if (!char.IsLetter(token[0])) throw Unexpected(token);
        if (_tokens.TryPeek(out var following) && following == "(") return call(token, ReadArguments());
        return token.ToLowerInvariant() switch
        {
            "true" => true,
            "false" => false,
            "null" => Operand.Nothing,
            "variables" => ReadVariable(),
            _ => throw Unexpected(token),
        };
    }

    private List<Operand> ReadArguments()
    {
        Expect("(");
        List<Operand> arguments = [];
        while (_tokens.TryPeek(out var next) && next != ")")
        {
            if (arguments.Count > 0) Expect(",");
            arguments.Add(ReadOperand());
        }
        Expect(")");
        return arguments;
    }

    private Operand ReadVariable()
    {
        string name;
        if (Next() == "[")
        {
            name = ReadOperand().Text;
            Expect("]");
        }
        else
        {
            name = Next(); // after the dot
        }
        return new Operand(variables[name]);
    }

    private string Next() => _tokens.TryDequeue(out var token) ? token : throw new InvalidDataException($"The condition '{text}' ends too early.");

    private void Expect(string wanted)
    {
        if (Next() is var token && token != wanted) throw Unexpected(token);
    }

    private InvalidDataException Unexpected(string token) => new($"The condition '{text}' has an unexpected '{token}'.");

    private static string Quoted(string token) => token[1..^1].Replace("''", "'");

    [GeneratedRegex(@"'(?:[^']|'')*'|[A-Za-z_][A-Za-z0-9_]*|-?[0-9]+(?:\.[0-9]+)?|[^\s]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
