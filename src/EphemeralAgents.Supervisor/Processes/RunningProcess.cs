using System.Globalization;

namespace EphemeralAgents.Supervisor.Processes;

/// <summary>A process as /proc shows it.</summary>
internal sealed record RunningProcess(int Id, int Session, uint User)
{
    /// <summary>Every process that this one may see, except the dead ones that nobody has waited for yet.</summary>
    public static IEnumerable<RunningProcess> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(id) is { } process) yield return process;
        }
    }

    /// <summary>Its arguments; empty when it is gone.</summary>
    public IReadOnlyList<string> Arguments()
    {
        try
        {
            return File.ReadAllText($"/proc/{Id}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception gone) when (IsGone(gone))
        {
            return [];
        }
    }

    private static RunningProcess? Read(int id)
    {
        try
        {
            // "12 (name, which may hold anything) S parent group session …"
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            if (fields[0] is "Z" or "X") return null;

            // "Uid:	real	effective	saved	filesystem"
            var user = File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];
            return new RunningProcess(id, int.Parse(fields[3], CultureInfo.InvariantCulture), uint.Parse(user, CultureInfo.InvariantCulture));
        }
        catch (Exception gone) when (IsGone(gone))
        {
            return null;
        }
    }

    // A process that ends while it is read: the file is gone, empty, or reading it fails with ESRCH.
    private static bool IsGone(Exception failure) => failure is IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentOutOfRangeException;
}
