namespace EphemeralAgents.Emulator.Pipelines.Expressions;

/// <summary>An expression as <c>condition:</c>, <c>$[ ]</c> and <c>${{ }}</c> hold it, read but not evaluated.</summary>
internal abstract record Expression
{
    /// <exception cref="ExpressionException">The text is no expression.</exception>
    public static Expression Parse(string source) => new ExpressionParser(source).Parse();

    /// <exception cref="ExpressionException">A name or function is unknown in this scope, or has the wrong arguments.</exception>
    public abstract object? Evaluate(ExpressionScope scope);

    public bool IsTrue(ExpressionScope scope) => ExpressionValue.ToBoolean(Evaluate(scope));

    public string Text(ExpressionScope scope) => ExpressionValue.ToText(Evaluate(scope));
}

internal sealed record Literal(object? Value) : Expression
{
    public override object? Evaluate(ExpressionScope scope) => Value;
}

internal sealed record NamedValue(string Name) : Expression
{
    public override object? Evaluate(ExpressionScope scope) =>
        scope.Values.TryGetValue(Name, out var value) ? value : throw new ExpressionException($"Unrecognized value: '{Name}'.");
}

/// <summary>What is not there is null: <c>dependencies.A.outputs['step.x']</c> of a job without that output is no error.</summary>
internal sealed record Index(Expression Of, Expression Key) : Expression
{
    public override object? Evaluate(ExpressionScope scope) => (Of.Evaluate(scope), Key.Evaluate(scope)) switch
    {
        (IReadOnlyDictionary<string, object?> map, var key) => map.GetValueOrDefault(ExpressionValue.ToText(key)),
        (IReadOnlyList<object?> list, double at) when at >= 0 && at < list.Count => list[(int)at],
        _ => null,
    };
}

/// <summary><c>list.*.name</c>: the named property of every item.</summary>
internal sealed record Each(Expression Of) : Expression
{
    public override object? Evaluate(ExpressionScope scope) => Of.Evaluate(scope) switch
    {
        IReadOnlyDictionary<string, object?> map => map.Values.ToList(),
        IReadOnlyList<object?> list => list,
        _ => new List<object?>(),
    };
}

internal sealed record Call(string Function, IReadOnlyList<Expression> Arguments) : Expression
{
    public override object? Evaluate(ExpressionScope scope)
    {
        if (scope.Functions.TryGetValue(Function, out var own)) return own([.. Arguments.Select(a => a.Evaluate(scope))]);
        return Functions.Invoke(Function, Arguments, scope);
    }
}

/// <summary>The named values (<c>variables</c>, <c>dependencies</c>, …) and status functions that an expression sees; names ignore case.</summary>
internal sealed class ExpressionScope
{
    public Dictionary<string, object?> Values { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, Func<IReadOnlyList<object?>, object?>> Functions { get; } = new(StringComparer.OrdinalIgnoreCase);
}
