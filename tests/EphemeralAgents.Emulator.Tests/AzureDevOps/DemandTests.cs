using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

internal sealed class DemandTests
{
    private static readonly Dictionary<string, string> Capabilities = new(StringComparer.OrdinalIgnoreCase) { ["Agent.Version"] = "4.266.2", ["Agent.Name"] = "epa-1", ["note"] = "two words" };

    [TestCase("agent.name", ExpectedResult = true)]
    [TestCase("docker", ExpectedResult = false)]
    [TestCase("Agent.Name -equals EPA-1", ExpectedResult = true)]
    [TestCase("Agent.Name -equals epa", ExpectedResult = false)]
    [TestCase("note -equals two words", ExpectedResult = true)]
    [TestCase("Agent.Version -gtVersion 4.266.2", ExpectedResult = true)]
    [TestCase("Agent.Version -gtVersion 4.266.3", ExpectedResult = false)]
    [TestCase("Agent.Version -gtVersion 4.27", ExpectedResult = true)]
    [TestCase("Agent.Name -gtVersion 1.0", ExpectedResult = false)]
    public bool Demands_are_met_as_written(string demand) => Demand.Parse(demand).IsMetBy(Capabilities);

    [TestCase("")]
    [TestCase("Agent.Name -equals")]
    [TestCase("Agent.Name = epa-1")]
    public void What_is_no_demand_is_refused(string text) => Assert.Throws<FormatException>(() => Demand.Parse(text));

    [Test]
    public void A_jobs_own_demand_for_a_version_replaces_the_implicit_one() =>
        Assert.That(Demand.OfJob(["agent.version -gtVersion 3.0"]).Select(demand => demand.ToString()), Is.EqualTo(new[] { "agent.version -gtVersion 3.0" }));
}
