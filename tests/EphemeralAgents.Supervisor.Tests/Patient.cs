namespace EphemeralAgents.Supervisor.Tests;

/// <summary>Waits for what a test expects, but not for ever: then the test fails instead of hanging. Far more than a busy machine needs.</summary>
internal static class Patient
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public static Task Await(Task expected) => expected.WaitAsync(Limit, TimeProvider.System);
}
