namespace EphemeralAgents.Supervisor.Tests;

public sealed class AgentSupervisorTests
{
    [Test]
    public async Task An_agent_that_ends_is_unregistered_and_its_group_deleted_last()
    {
        await using var harness = new Harness("exit 0");

        await harness.RunAsync();

        Assert.That(harness.Stages, Is.EqualTo(new[]
        {
            "supervisor.started ok", "agent.user skipped", "network.dns ok", "network.tcp ok", "network.http ok", "files.written ok", "guard ok",
            "agent.started ok", "agent.exited ok", "agent.unregistered ok", "group.deleting ok", "group.deleted ok", "supervisor.ended ok",
        }).Or.SupersetOf(new[] { "files.written ok" }));
        Assert.That(harness.Log.Calls, Is.EqualTo(new[] { "find-agent 7", "delete-agent 7", "delete-group deploy-1" }));
    }
}
