using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

/// <summary>Jobs to queue; what a test does not say does not matter to it.</summary>
internal static class SomeJob
{
    public static PoolJob With(string[]? demands = null, Plan? plan = null, JobStep[]? steps = null, TimeSpan timeout = default, ServiceConnection[]? connections = null, Dictionary<string, JobVariable>? variables = null) =>
        new(plan ?? new Plan(Guid.NewGuid(), Guid.NewGuid(), 123), Guid.NewGuid(), "deploy", "Deploy", demands ?? [], steps ?? [], variables ?? [], connections ?? [], timeout);

    public static PoolJob For(string agent) => With([$"Agent.Name -equals {agent}"]);

    public static JobStep Script(string script) => new(
        Guid.NewGuid(), "CmdLine", "Say hello", new TaskReference(TaskCatalog.CmdLine, "CmdLine", "2.0.0"), new Dictionary<string, string> { ["script"] = script },
        new Dictionary<string, string> { ["GREETING"] = "hello" }, "succeeded()", ContinueOnError: false, Enabled: true, TimeSpan.FromMinutes(1));
}
