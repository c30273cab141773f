namespace EphemeralAgents.Supervisor.AgentProcesses;

/// <summary>Programs of the image that the supervisor itself runs: from the system's folders only, whatever PATH says.</summary>
internal static class Executables
{
    public static string? Find(string name) =>
        new[] { "/usr/bin", "/bin", "/usr/sbin", "/sbin" }.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
