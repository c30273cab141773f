namespace EphemeralAgents.Emulator.Pipelines.Expressions;

/// <summary>Recursive descent over <c>value := literal | name | name(args), then .name, .* or [value]</c>.</summary>
internal sealed class ExpressionParser(string source)
{
    private readonly List<Token> _tokens = Token.Read(source);
    private int _at;

    public Expression Parse()
    {
        var expression = ReadValue();
        return Next.Kind == TokenKind.End ? expression : throw Unexpected(Next);
    }

    private Token Next => _tokens[_at];

    private Expression ReadValue()
    {
        var token = Take();
        Expression value = token.Kind switch
        {
            TokenKind.Literal => new Literal(token.Value),
            TokenKind.Name when Next.Kind == TokenKind.Open => new Call(token.Text, ReadArguments()),
            TokenKind.Name => new NamedValue(token.Text),
            _ => throw Unexpected(token),
        };
        while (Next.Kind is TokenKind.Dot or TokenKind.OpenBracket) value = ReadIndex(value);
        return value;
    }

    private Expression ReadIndex(Expression of)
    {
        if (Take().Kind == TokenKind.Dot)
        {
            var name = Take();
            return name.Kind switch
            {
                TokenKind.Star => new Each(of),
                TokenKind.Name => new Index(of, new Literal(name.Text)),
                TokenKind.Literal when name.Value is not string => new Index(of, new Literal(name.Text)), // a job may be called 'true'
                _ => throw Unexpected(name),
            };
        }

        var key = ReadValue();
        Expect(TokenKind.CloseBracket);
        return new Index(of, key);
    }

    private List<Expression> ReadArguments()
    {
        Expect(TokenKind.Open);
        var arguments = new List<Expression>();
        if (Next.Kind != TokenKind.Close)
        {
            arguments.Add(ReadValue());
            while (Next.Kind == TokenKind.Comma)
            {
                Take();
                arguments.Add(ReadValue());
            }
        }

        Expect(TokenKind.Close);
        return arguments;
    }

    private Token Take() => Next.Kind == TokenKind.End ? throw Unexpected(Next) : _tokens[_at++];

    private void Expect(TokenKind kind)
    {
        var token = Take();
        if (token.Kind != kind) throw Unexpected(token);
    }

    private ExpressionException Unexpected(Token token) => new(token.Kind == TokenKind.End
        ? $"Unexpected end of the expression: {source}."
        : $"Unexpected symbol: '{token.Text}'. Located at position {token.Position + 1} within expression: {source}.");
}
