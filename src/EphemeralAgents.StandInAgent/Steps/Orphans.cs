using System.Text;

namespace EphemeralAgents.StandInAgent.Steps;

/// <summary>Processes that a job has left behind: every one of its processes has the job's mark in its environment.</summary>
internal static class Orphans
{
    public const string Variable = "VSTS_PROCESS_LOOKUP_ID";

    /// <summary>Kills them and gives their ids. Where there is no /proc it finds none.</summary>
    public static IReadOnlyList<int> Kill(string mark)
    {
        if (!Directory.Exists("/proc")) return [];
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var process) || process == Environment.ProcessId || !HasMark(folder, mark)) continue;
            Signals.Send(process, Signals.Kill);
            found.Add(process);
        }
        return found;
    }

    private static bool HasMark(string folder, string mark)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "environ"))).Split('\0').Contains($"{Variable}={mark}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended, or is another user's
        }
    }
}
