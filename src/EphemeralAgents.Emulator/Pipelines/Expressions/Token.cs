using System.Globalization;

namespace EphemeralAgents.Emulator.Pipelines.Expressions;

internal enum TokenKind
{
    Name,
    Literal,
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Comma,
    Dot,
    Star,
    End,
}

internal readonly record struct Token(TokenKind Kind, int Position, string Text, object? Value = null)
{
    public static List<Token> Read(string source)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (true)
        {
            while (at < source.Length && char.IsWhiteSpace(source[at])) at++;
            if (at == source.Length) break;
            var token = ReadOne(source, at);
            tokens.Add(token);
            at += token.Text.Length;
        }

        tokens.Add(new Token(TokenKind.End, source.Length, ""));
        return tokens;
    }

    private static Token ReadOne(string source, int at) => source[at] switch
    {
        '(' => new(TokenKind.Open, at, "("),
        ')' => new(TokenKind.Close, at, ")"),
        '[' => new(TokenKind.OpenBracket, at, "["),
        ']' => new(TokenKind.CloseBracket, at, "]"),
        ',' => new(TokenKind.Comma, at, ","),
        '*' => new(TokenKind.Star, at, "*"),
        '\'' => ReadText(source, at),
        '.' when at + 1 >= source.Length || !char.IsAsciiDigit(source[at + 1]) => new(TokenKind.Dot, at, "."),
        var c when char.IsAsciiDigit(c) || c is '-' or '+' or '.' => ReadNumber(source, at),
        var c when char.IsAsciiLetter(c) || c == '_' => ReadName(source, at),
        var c => throw new ExpressionException($"Unrecognized value: '{c}'. Located at position {at + 1} within expression: {source}."),
    };

    // 'It''s' is the text It's.
    private static Token ReadText(string source, int start)
    {
        var at = start + 1;
        while (true)
        {
            var quote = source.IndexOf('\'', at);
            if (quote < 0) throw new ExpressionException($"Unrecognized value: '{source[start..]}'. Located at position {start + 1} within expression: {source}.");
            if (quote + 1 < source.Length && source[quote + 1] == '\'')
            {
                at = quote + 2;
                continue;
            }

            var text = source[start..(quote + 1)];
            return new(TokenKind.Literal, start, text, text[1..^1].Replace("''", "'"));
        }
    }

    private static Token ReadNumber(string source, int start)
    {
        var at = start + 1;
        while (at < source.Length && (char.IsAsciiLetterOrDigit(source[at]) || source[at] == '.')) at++;
        var text = source[start..at];
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return new(TokenKind.Literal, start, text, number);
        return Version.TryParse(text, out var version) && version.Build >= 0
            ? new(TokenKind.Literal, start, text, version)
            : throw new ExpressionException($"Unrecognized value: '{text}'. Located at position {start + 1} within expression: {source}.");
    }

    private static Token ReadName(string source, int start)
    {
        var at = start + 1;
        while (at < source.Length && (char.IsAsciiLetterOrDigit(source[at]) || source[at] is '_' or '-')) at++;
        var text = source[start..at];
        return text.ToUpperInvariant() switch
        {
            "TRUE" => new(TokenKind.Literal, start, text, true),
            "FALSE" => new(TokenKind.Literal, start, text, false),
            "NULL" => new(TokenKind.Literal, start, text),
            _ => new(TokenKind.Name, start, text),
        };
    }
}
