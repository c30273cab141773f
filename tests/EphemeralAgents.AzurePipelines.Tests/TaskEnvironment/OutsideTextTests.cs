using EphemeralAgents.AzurePipelines.TaskEnvironment;

namespace EphemeralAgents.AzurePipelines.Tests.TaskEnvironment;

internal sealed class OutsideTextTests
{
    [TestCase("##vso[task.setvariable variable=PATH]/evil", "# #vso[task.setvariable variable=PATH]/evil")]
    [TestCase("log: ##VSO[task.complete result=Succeeded]", "log: # #VSO[task.complete result=Succeeded]")]
    [TestCase("##[error]boo", "# #[error]boo")]
    [TestCase("###vso[x]##[y]", "## #vso[x]# #[y]")]
    [TestCase("#\u001b#vso[x]", "#?#vso[x]")]
    [TestCase("clear\u001b[2J\u0007\u009b", "clear?[2J??")]
    [TestCase("first\r\nsecond\rthird\tfourth", "first\nsecond\nthird\tfourth")]
    [TestCase("# heading ## and C# [1]", "# heading ## and C# [1]")]
    public void Nothing_that_somebody_else_wrote_is_obeyed(string text, string neutral)
    {
        Assert.That(OutsideText.Neutralise(text), Is.EqualTo(neutral));
        Assert.That(OutsideText.Neutralise(neutral), Is.EqualTo(neutral), "once is enough");
    }
}
