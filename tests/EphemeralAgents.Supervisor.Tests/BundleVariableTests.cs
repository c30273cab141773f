using EphemeralAgents.Agents;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Supervisor.Tests;

public sealed class BundleVariableTests
{
    [TestCase(null, "is not set")]
    [TestCase("", "is not set")]
    [TestCase("bm8gYnVuZGxl", "is no agent bundle")]
    public void A_bundle_that_cannot_be_read_is_one_stage_line_that_does_not_quote_it(string? text, string reason)
    {
        using var output = new StageLog();
        var environment = text is null ? [] : new Dictionary<string, string>(StringComparer.Ordinal) { [AgentBundle.Variable] = text };

        var bundle = BundleVariable.Read(environment, new ManualClock(), output);

        Assert.That(bundle, Is.Null);
        var line = StageLine.In(output.Text).Single();
        Assert.That((line.Stage, line.Outcome), Is.EqualTo(("bundle", "failed")));
        Assert.That(line.Detail, Does.Contain(reason).And.Not.Contain("bm8gYnVuZGxl"));
    }

    [Test]
    public async Task A_bundle_is_read_as_it_was_encoded()
    {
        await using var harness = new Harness("exit 0");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { [AgentBundle.Variable] = harness.Bundle.Encode() };

        var bundle = BundleVariable.Read(environment, harness.Clock, harness.Output);

        Assert.That(bundle?.Cleanup, Is.EqualTo(harness.Bundle.Cleanup));
        Assert.That(harness.Output.Text, Is.Empty);
    }
}
