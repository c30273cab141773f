using EphemeralAgents.Supervisor.Reporting;

namespace EphemeralAgents.Supervisor.Tests;

public sealed class UntrustedTests
{
    [TestCase("##vso[task.setvariable variable=a]b", "##vso [task.setvariable variable=a]b")]
    [TestCase("said: ##[error]no", "said: ## [error]no")]
    [TestCase("one\r\ntwo\u2028three", "one  two three")]
    [TestCase("list[0] and #[x]", "list[0] and #[x]")]
    public void Text_from_outside_stays_readable_and_does_nothing(string text, string expected) => Assert.That(Untrusted.Line(text), Is.EqualTo(expected));

    [Test]
    public void A_line_has_an_end() => Assert.That(Untrusted.Line(new string('a', 5000), longest: 10), Is.EqualTo("aaaaaaaaaa…"));
}
