using System.Text;

namespace EphemeralAgents.Emulator.Pipelines.Hosted;

/// <summary>Processes that outlive their job: found, as the agent does, by the mark in their environment, and killed.</summary>
internal static class Orphans
{
    public const string Mark = "VSTS_PROCESS_LOOKUP_ID";

    /// <summary>Kills them all and tells of each.</summary>
    public static void Kill(string mark, Action<string> log)
    {
        if (!Directory.Exists("/proc")) return;
        var wanted = $"{Mark}={mark}";
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id) || !Environment(folder).Contains(wanted, StringComparer.Ordinal)) continue;
            log($"Terminate orphan process: pid ({id}) ({Read(folder, "comm").Trim()})");
            Signals.Send(id, Signals.Kill);
        }
    }

    private static string[] Environment(string folder) => Read(folder, "environ").Split('\0');

    // Others' processes cannot be read, and any may be gone by now.
    private static string Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file), Encoding.UTF8);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
