using System.Globalization;
using System.Runtime.InteropServices;

namespace EphemeralAgents.Emulator.Containers;

/// <summary>
/// Which processes belong to a container: those of its session or its user, and, for those that left the session before, those that
/// work in its folder or have inherited its host name.
/// </summary>
internal sealed record Belonging(int Session, int? User, string Folder, string HostName);

/// <summary>Signals, owners and /proc.</summary>
internal static partial class UnixProcesses
{
    private const int SigTerm = 15;
    private const int SigKill = 9;

    public static bool IsRoot => !OperatingSystem.IsWindows() && GetEuid() == 0;

    public static void Terminate(int pid) => _ = Kill(pid, SigTerm);

    /// <summary>
    /// Kills until nothing of the container is left: processes may fork while they are being looked for. Works without starting
    /// anything. Waits in real time, as processes end in it.
    /// </summary>
    public static async Task KillAllAsync(Belonging container)
    {
        _ = Kill(-container.Session, SigKill);
        if (!OperatingSystem.IsLinux()) return;
        for (var round = 0; round < 500; round++)
        {
            var left = Find(container);
            if (left.Count == 0) return;
            foreach (var pid in left) _ = Kill(pid, SigKill);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }
    }

    public static IReadOnlyList<int> Find(Belonging container) => [.. Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 1 && pid != Environment.ProcessId && Belongs(pid, container))];

    /// <summary>Gives a folder and all in it to a user, links themselves included.</summary>
    public static void Own(string folder, int user)
    {
        Change(folder, user);
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })) Change(entry, user);
    }

    private static bool Belongs(int pid, Belonging container)
    {
        try
        {
            // "4242 (name may hold anything) S ppid pgrp session …"
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            if (fields[0] is "Z" or "X") return false;
            if (int.Parse(fields[3], CultureInfo.InvariantCulture) == container.Session) return true;
            return (container.User is { } user && UserOf(pid) == user) || WorksIn(pid, container.Folder) || HasInherited(pid, container.HostName);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static int UserOf(int pid) => File.ReadLines($"/proc/{pid}/status")
        .Where(line => line.StartsWith("Uid:", StringComparison.Ordinal))
        .Select(line => int.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture)).FirstOrDefault();

    private static bool WorksIn(int pid, string folder) =>
        new[] { "cwd", "exe" }.Any(link => new FileInfo($"/proc/{pid}/{link}").LinkTarget is { } target && (target + "/").StartsWith(folder + "/", StringComparison.Ordinal));

    private static bool HasInherited(int pid, string hostName) =>
        File.ReadAllText($"/proc/{pid}/environ").Split('\0').Contains($"HOSTNAME={hostName}", StringComparer.Ordinal);

    private static void Change(string path, int user)
    {
        if (ChangeOwner(path, user, user) != 0) throw new IOException($"'{path}' cannot be given to user {user}: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEuid();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(string path, int user, int group);
}
