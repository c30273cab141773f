using EphemeralAgents.StandInAgent.Conditions;
using EphemeralAgents.StandInAgent.Jobs;
using EphemeralAgents.StandInAgent.Steps;

namespace EphemeralAgents.Emulator.Tests.StandInAgent;

/// <summary>What the stand-in agent reads: conditions, macros, logging commands.</summary>
public sealed class LanguageTests
{
    private static readonly JobVariables Variables = new(new Dictionary<string, Variable>
    {
        ["Build.Reason"] = new("Manual"), ["count"] = new("3"), ["outer"] = new("<$(inner)>"), ["inner"] = new("core"), ["endless"] = new("$(endless)"),
    });

    [TestCase(null, "Succeeded", true)]
    [TestCase("", "Failed", false)]
    [TestCase("succeeded()", "SucceededWithIssues", true)]
    [TestCase("succeeded()", "Canceled", false)]
    [TestCase("succeededOrFailed()", "Failed", true)]
    [TestCase("succeededOrFailed()", "Canceled", false)]
    [TestCase("always()", "Canceled", true)]
    [TestCase("canceled()", "Canceled", true)]
    [TestCase("failed()", "Canceled", false)]
    [TestCase("true", "Canceled", true)]
    [TestCase("false", "Succeeded", false)]
    [TestCase("and(succeeded(), eq(variables['build.reason'], 'manual'))", "Succeeded", true)]
    [TestCase("or(failed(), not(in(variables.inner, 'a', 'b')))", "Succeeded", true)]
    [TestCase("ge(3, variables['count'])", "Succeeded", true)]
    [TestCase("eq(variables['none'], '')", "Succeeded", true)]
    [TestCase("contains('it''s', '''S')", "Succeeded", true)]
    public void A_condition_is_met_by_the_jobs_status_and_variables(string? condition, string status, bool expected) =>
        Assert.That(Condition.IsMet(condition, Enum.Parse<TaskResult>(status), Variables), Is.EqualTo(expected));

    [TestCase("succeeded(")]
    [TestCase("unheardOf()")]
    [TestCase("and(true)")]
    [TestCase("eq('a', 'b') 'c'")]
    public void What_is_no_condition_is_refused(string condition) =>
        Assert.That(() => Condition.IsMet(condition, TaskResult.Succeeded, Variables), Throws.InstanceOf<InvalidDataException>());

    [TestCase("$(outer) $(BUILD.reason) $(unknown) $(date +%s)", "<core> Manual $(unknown) $(date +%s)")]
    [TestCase("$(endless)", "$(endless)")]
    public void A_macro_is_the_variable_and_what_is_none_stays(string text, string expected) => Assert.That(Variables.Expand(text), Is.EqualTo(expected));

    [Test]
    public void A_logging_command_ends_at_the_first_bracket_and_is_unescaped()
    {
        var command = LoggingCommand.Find("2026 ##vso[task.setvariable variable=a%3Bb%5D;isSecret=true;empty=;]50%AZP25 of [all]%0Atwo lines%25")!;

        Assert.That(command.Name, Is.EqualTo("task.setvariable"));
        Assert.That(command["Variable"], Is.EqualTo("a;b]"));
        Assert.That(command.IsTrue("issecret"), Is.True);
        Assert.That(command["empty"], Is.Null);
        Assert.That(command.Data, Is.EqualTo("50% of [all]\ntwo lines%25"));
    }

    [TestCase("nothing here")]
    [TestCase("##vso[task.setvariable variable=a")]
    [TestCase("##vso[nonsense]x")]
    [TestCase("##[section]Starting")]
    public void An_ordinary_line_is_no_command(string line) => Assert.That(LoggingCommand.Find(line), Is.Null);
}
