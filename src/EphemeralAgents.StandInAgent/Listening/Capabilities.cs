using System.Collections;
using EphemeralAgents.StandInAgent.Configuration;

namespace EphemeralAgents.StandInAgent.Listening;

/// <summary>
/// The system capabilities that a session sends. Every environment variable of the listener is one, readable by everybody who
/// may see the pool, unless VSO_AGENT_IGNORE names it; then those of <c>.capabilities</c>; the agent's own last, they win.
/// </summary>
internal static class Capabilities
{
    private const int LongestValue = 1024;
    private static readonly string[] AlwaysIgnored = ["VSO_AGENT_IGNORE", "SYSTEM_ACCESSTOKEN", "PSMODULEPATH"];

    public static IReadOnlyDictionary<string, string> Scan(AgentFolder folder, AgentSettings settings)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (settings.SkipCapabilitiesScan) return found;

        var ignored = (Environment.GetEnvironmentVariable("VSO_AGENT_IGNORE") ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(AlwaysIgnored).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (variable is { Key: string name, Value: string { Length: < LongestValue } value } && !ignored.Contains(name)) found[name] = value;

        if (File.Exists(folder.Capabilities))
            foreach (var (name, value) in EnvironmentFile.Read(folder.Capabilities)) found[name] = value;

        found["Agent.Name"] = settings.AgentName;
        found["Agent.OS"] = AgentPackage.Os;
        found["Agent.OSArchitecture"] = AgentPackage.Architecture;
        found["InteractiveSession"] = "True";
        found["Agent.Version"] = AgentPackage.Version;
        found["Agent.ComputerName"] = Environment.MachineName;
        found["Agent.HomeDirectory"] = folder.Root;
        if (!OperatingSystem.IsWindows()) return found;
        found["Agent.OSVersion"] = Environment.OSVersion.Version.ToString();
        found["Cmd"] = Environment.GetEnvironmentVariable("ComSpec") ?? "";
        return found;
    }
}
