using System.Runtime.InteropServices;

namespace EphemeralAgents.Emulator.Pipelines.Hosted;

/// <summary>Finds what a task is run by.</summary>
internal static class Executables
{
    /// <summary>The Node to run launchers with, or null.</summary>
    public static string? Node(RunOptions options) => options.Node is { } given ? (given.Length > 0 ? given : null) : OnPath(OperatingSystem.IsWindows() ? "node.exe" : "node");

    /// <summary>What replaces the launcher of a task where Node is missing, or null.</summary>
    public static string? OfTask(RunOptions options, TaskFolder task)
    {
        if (options.TaskExecutable is { } given) return Path.GetFullPath(given);
        var name = OperatingSystem.IsWindows() ? "ephemeral-agents.exe" : "ephemeral-agents";
        return new[] { RuntimeInformation.RuntimeIdentifier, PortableIdentifier }.Select(rid => Path.Combine(task.Folder, "bin", rid, name)).FirstOrDefault(File.Exists);
    }

    private static string PortableIdentifier =>
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    public static string? OnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
