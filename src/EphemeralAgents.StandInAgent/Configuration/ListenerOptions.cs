namespace EphemeralAgents.StandInAgent.Configuration;

/// <summary>The listener's command line. Environment variables <c>VSTS_AGENT_INPUT_*</c> are arguments too and are taken out of the environment.</summary>
internal sealed record ListenerOptions(string Command, bool Once, bool PrintVersion)
{
    private const string InputPrefix = "VSTS_AGENT_INPUT_";

    public static ListenerOptions Read(string[] args)
    {
        var once = Environment.GetEnvironmentVariable(InputPrefix + "ONCE") is { } value && IsTrue(value);
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith(InputPrefix, StringComparison.OrdinalIgnoreCase)))
            Environment.SetEnvironmentVariable(name, null);
        return new ListenerOptions(
            args.FirstOrDefault(arg => !arg.StartsWith('-'), "run"),
            once || args.Contains("--once", StringComparer.OrdinalIgnoreCase),
            args.Contains("--version", StringComparer.OrdinalIgnoreCase));
    }

    private static bool IsTrue(string value) => value.Trim().ToUpperInvariant() is "TRUE" or "1" or "$TRUE";
}
