using EphemeralAgents.AzurePipelines.TaskEnvironment;

namespace EphemeralAgents.AzurePipelines.Tests.TaskEnvironment;

internal sealed class LoggingCommandsTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };

    [Test]
    public void An_output_variable_is_set() =>
        Assert.That(Written(agent => agent.SetOutput("agentName", "deploy-1207")), Is.EqualTo("##vso[task.setvariable variable=agentName;isOutput=true]deploy-1207\n"));

    [Test]
    public void A_secret_is_masked() => Assert.That(Written(agent => agent.SetSecret("s3cret")), Is.EqualTo("##vso[task.setsecret]s3cret\n"));

    [Test]
    public void Errors_warnings_and_the_end_are_told() => Assert.That(
        Written(agent =>
        {
            agent.LogError("wrong");
            agent.LogWarning("odd");
            agent.Debug("detail");
            agent.Fail("over");
        }),
        Is.EqualTo("##vso[task.logissue type=error]wrong\n##vso[task.logissue type=warning]odd\n##vso[task.debug]detail\n##vso[task.complete result=Failed;]over\n"));

    [TestCase("50 % of\r\nit]; all", "50 %AZP25 of%0D%0Ait]; all")]
    [TestCase("%0A stays %0A", "%AZP250A stays %AZP250A")]
    public void Data_keep_to_their_line(string data, string written) =>
        Assert.That(Written(agent => agent.LogError(data)), Is.EqualTo($"##vso[task.logissue type=error]{written}\n"));

    [Test]
    public void A_property_ends_neither_itself_nor_the_command() =>
        Assert.That(Written(agent => agent.SetOutput("a;b]c%d\n", "x")), Is.EqualTo("##vso[task.setvariable variable=a%3Bb%5Dc%AZP25d%0A;isOutput=true]x\n"));

    private string Written(Action<LoggingCommands> write)
    {
        write(new LoggingCommands(_output));
        return _output.ToString();
    }
}
