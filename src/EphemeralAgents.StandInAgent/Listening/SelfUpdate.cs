using System.Diagnostics;
using EphemeralAgents.StandInAgent.Configuration;

namespace EphemeralAgents.StandInAgent.Listening;

/// <summary>
/// What an AgentRefresh message starts. There is no newer stand-in agent to download, but everything around the download is the real agent's:
/// a running job ends first, and a script that outlives the listener leaves <c>_diag/SelfUpdate-*.succeed</c> once the listener has gone.
/// </summary>
internal sealed class SelfUpdate(AgentFolder folder, string workFolder, Terminal terminal, TimeProvider clock)
{
    /// <summary>A variable of this name makes the agent ignore updates.</summary>
    public static bool IsDisabled => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("agent.disableupdate"));

    public bool IsUnderWay { get; private set; }

    /// <summary>Ends when the listener may go.</summary>
    public async Task StartAsync(Task runningJob)
    {
        IsUnderWay = true;
        terminal.Write("Agent update in progress, do not shutdown agent.");
        await runningJob;
        var log = Path.Combine(folder.Diagnostics, $"SelfUpdate-{clock.GetUtcNow():yyyyMMdd-HHmmss}.log");
        Start(log);
        terminal.Write("Agent will exit shortly for update, should back online within 10 seconds.");
    }

    private void Start(string log)
    {
        Directory.CreateDirectory(workFolder);
        var script = Path.Combine(workFolder, OperatingSystem.IsWindows() ? "_update.cmd" : "_update.sh");
        File.WriteAllText(script, OperatingSystem.IsWindows()
            ? $"""
                @echo off
                :wait
                tasklist /fi "pid eq {Environment.ProcessId}" 2>nul | find "{Environment.ProcessId}" >nul && (ping -n 2 127.0.0.1 >nul & goto wait)
                echo updated > "{log}.succeed"
                """
            : $"""
                while kill -0 {Environment.ProcessId} 2>/dev/null; do sleep 0.1; done
                echo updated > '{log}.succeed'
                """);
        using var process = OperatingSystem.IsWindows()
            ? Process.Start(new ProcessStartInfo("cmd.exe", ["/c", script]) { CreateNoWindow = true })
            : Process.Start(new ProcessStartInfo("/bin/sh", [script]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true });
    }
}
