using EphemeralAgents.Emulator.Pipelines.Expressions;

namespace EphemeralAgents.Emulator.Tests.Pipelines;

public sealed class ExpressionTests
{
    private static object? Evaluate(string expression)
    {
        var scope = new ExpressionScope();
        scope.Values["variables"] = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["Build.Reason"] = "Manual", ["empty"] = "", ["number"] = "7" };
        scope.Values["dependencies"] = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["A"] = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
            {
                ["result"] = "Succeeded", ["outputs"] = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["step.x"] = "42" },
            },
        };
        scope.Functions["succeeded"] = _ => true;
        return Expression.Parse(expression).Evaluate(scope);
    }

    [TestCase("true", true)]
    [TestCase("'It''s'", "It's")]
    [TestCase("-1.5", -1.5)]
    [TestCase("null", null)]
    [TestCase("variables['build.reason']", "Manual")]
    [TestCase("variables.number", "7")]
    [TestCase("variables.unknown", null)]
    [TestCase("eq(variables['Build.Reason'], 'MANUAL')", true)]
    [TestCase("ne('a', 'b')", true)]
    [TestCase("eq(1, '1.0')", true)]
    [TestCase("eq('1.0', 1)", false)]
    [TestCase("eq(false, '')", true)]
    [TestCase("eq(true, 'no')", true)]
    [TestCase("eq('true', true)", true)]
    [TestCase("eq(variables.unknown, '')", true)]
    [TestCase("eq('', variables.unknown)", true)]
    [TestCase("and(true, succeeded(), not(false))", true)]
    [TestCase("or(false, eq(1, 2), 'x')", true)]
    [TestCase("and(false, nonsense())", false)]
    [TestCase("xor(true, false)", true)]
    [TestCase("in('b', 'A', 'B')", true)]
    [TestCase("notIn('c', 'A', 'B')", true)]
    [TestCase("contains('Hello', 'ELL')", true)]
    [TestCase("startsWith('refs/heads/main', 'REFS/')", true)]
    [TestCase("endsWith('refs/heads/main', '/Main')", true)]
    [TestCase("gt(2, '1')", true)]
    [TestCase("gt(2, 'x')", false)]
    [TestCase("ge(2, 2)", true)]
    [TestCase("lt('a', 'B')", true)]
    [TestCase("le(2, 1)", false)]
    [TestCase("gt(1.10.0, '1.9.0')", true)]
    [TestCase("coalesce(variables.empty, variables.unknown, 'last')", "last")]
    [TestCase("format('{0}-{1}-{{x}}', 'a', 2)", "a-2-{x}")]
    [TestCase("dependencies.A.result", "Succeeded")]
    [TestCase("dependencies.A.outputs['step.x']", "42")]
    [TestCase("dependencies.B.outputs['step.x']", null)]
    [TestCase("iif(eq(1, 1), 'yes', 'no')", "yes")]
    [TestCase("join(',', split('a-b', '-'))", "a,b")]
    [TestCase("replace(lower('ABC'), 'b', 'x')", "axc")]
    [TestCase("length('four')", 4d)]
    public void An_expression_has_the_value_that_Azure_Pipelines_gives_it(string expression, object? value) => Assert.That(Evaluate(expression), Is.EqualTo(value));

    [TestCase("eq(1)", "'eq' takes 2 arguments, not 1.")]
    [TestCase("eq(1, 2", "Unexpected end")]
    [TestCase("a b", "Unexpected symbol: 'b'. Located at position 3")]
    [TestCase("'open", "Unrecognized value: ''open'. Located at position 1")]
    [TestCase("nonsense()", "Unrecognized value: 'nonsense'")]
    [TestCase("nonsense", "Unrecognized value: 'nonsense'")]
    [TestCase("eq(1, 2) && true", "Unrecognized value: '&'")]
    public void A_wrong_expression_says_what_and_where(string expression, string message)
    {
        var problem = Assert.Throws<ExpressionException>(() => Evaluate(expression));
        Assert.That(problem!.Message, Does.Contain(message));
    }
}
