using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Runs;

namespace EphemeralAgents.Emulator.Tests.Pipelines;

public sealed class VariablesTests
{
    private static Variables Of(params (string Name, string Value)[] variables) =>
        new(variables.ToDictionary(v => v.Name, v => new JobVariable(v.Value, IsSecret: v.Name == "secret")));

    [Test]
    public void Macros_in_the_values_a_job_begins_with_are_expanded_recursively()
    {
        Assert.That(Of(("a", "1"), ("b", "$(A)2"), ("c", "$(b)3")).Expand("[$(c)]"), Is.EqualTo("[123]"));
    }

    [Test]
    public void Values_set_at_run_time_are_literal()
    {
        var variables = Of(("a", "1"));
        variables.Set("b", new JobVariable("$(a)"));
        Assert.That(variables.Expand("$(b)"), Is.EqualTo("$(a)"));
    }

    [Test]
    public void What_is_unknown_stays_as_it_is_written() => Assert.That(Of().Expand("$(no) $(no.where) $x $(("), Is.EqualTo("$(no) $(no.where) $x $(("));

    [Test]
    public void A_variable_that_holds_itself_does_no_harm() => Assert.That(Of(("a", "$(a)")).Expand("$(a)"), Is.EqualTo("$(a)"));

    [Test]
    public void What_holds_a_secret_is_one() => Assert.That(Of(("secret", "s"), ("url", "https://$(secret)")).All["url"].IsSecret, Is.True);

    [TestCase("Build.BuildId", "BUILD_BUILDID")]
    [TestCase("my var", "MY_VAR")]
    public void A_name_is_mangled_for_the_environment(string name, string expected) => Assert.That(Variables.EnvironmentName(name), Is.EqualTo(expected));

    [TestCase("$(Date:yyyyMMdd)$(Rev:.r)", "20260302.3")]
    [TestCase("nightly-$(Date:yy-MM)-$(BuildID)-$(other)", "nightly-26-03-1003-$(other)")]
    public void A_runs_name_is_expanded(string format, string expected) =>
        Assert.That(RunName.Expand(format, new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), 3, "1003"), Is.EqualTo(expected));
}
