using EphemeralAgents.Agents;

namespace EphemeralAgents.Tests.Agents;

public sealed class AgentNameTests
{
    [TestCase("deploy-1207")]
    [TestCase("A")]
    [TestCase("a.b_c-d")]
    public void A_plain_name_is_taken_as_it_is(string name) => Assert.That(new AgentName(name).Value, Is.EqualTo(name));

    [TestCase("")]
    [TestCase("-begins-with-a-dash")]
    [TestCase("has space")]
    [TestCase("ends with newline\n")]
    [TestCase("ends\n")]
    [TestCase("semi;colon")]
    [TestCase("12345678901234567890123456789012345678901234567890123456789012345")]
    public void Any_other_text_is_refused_and_the_message_says_what_is_allowed(string name) =>
        Assert.That(() => new AgentName(name), Throws.ArgumentException.With.Message.Contains("1-64 letters"));
}
