using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EphemeralAgents.Supervisor.Processes;

/// <summary>The few calls to Linux that .NET has no method for.</summary>
internal static partial class Native
{
    public const int Interrupt = 2;
    public const int Kill = 9;

    private const int SetDumpable = 4;

    /// <summary>Keeps other processes of this user out of this one's environment, memory and files in /proc.</summary>
    public static bool HideFromSameUser() => OperatingSystem.IsLinux() && prctl(SetDumpable, 0, 0, 0, 0) == 0;

    /// <returns>False when the process is gone or may not be signalled.</returns>
    public static bool Signal(int pid, int signal) => kill(pid, signal) == 0;

    public static uint EffectiveUser() => geteuid();

    /// <exception cref="IOException">The owner cannot be changed.</exception>
    public static void ChangeOwner(SafeFileHandle file, uint user, uint group, string path)
    {
        if (fchown(file, user, group) != 0) throw CannotChange(path);
    }

    /// <summary>The same for a folder; a link is changed itself, never what it points to.</summary>
    /// <exception cref="IOException">The owner cannot be changed.</exception>
    public static void ChangeOwner(string path, uint user, uint group)
    {
        if (lchown(path, user, group) != 0) throw CannotChange(path);
    }

    private static IOException CannotChange(string path) =>
        new($"The owner of '{path}' cannot be changed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int prctl(int option, nuint value, nuint unused3, nuint unused4, nuint unused5);

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fchown(SafeFileHandle file, uint user, uint group);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int lchown(string path, uint user, uint group);
}
