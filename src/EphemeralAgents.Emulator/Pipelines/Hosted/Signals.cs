using System.Runtime.InteropServices;

namespace EphemeralAgents.Emulator.Pipelines.Hosted;

/// <summary>What <c>kill(2)</c> sends. Windows has nothing like it: there the ladder goes straight to its end.</summary>
internal static class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    public static void Send(int processId, int signal)
    {
        if (!OperatingSystem.IsWindows()) _ = SendSignal(processId, signal); // the process may have gone: that is what we want
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
