using System.Runtime.InteropServices;

namespace EphemeralAgents.StandInAgent.Configuration;

/// <summary>What this agent says of itself and its machine.</summary>
internal static class AgentPackage
{
    /// <summary>The version of the agent package whose place it takes: the service judges jobs by a demand on it.</summary>
    public const string Version = "5.278.0";

    public static string Os => OperatingSystem.IsWindows() ? "Windows_NT" : OperatingSystem.IsMacOS() ? "Darwin" : "Linux";

    /// <summary>X64, ARM64, …</summary>
    public static string Architecture => RuntimeInformation.OSArchitecture.ToString().ToUpperInvariant();
}
