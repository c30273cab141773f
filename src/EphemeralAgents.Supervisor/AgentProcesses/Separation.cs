using System.ComponentModel;
using System.Diagnostics;
using EphemeralAgents.Supervisor.Processes;

namespace EphemeralAgents.Supervisor.AgentProcesses;

/// <summary>
/// Runs a program as another user that can never gain anything: no supplementary groups, no capabilities, an empty bounding
/// set and no_new_privs, by util-linux's setpriv.
/// </summary>
internal static class Separation
{
    private const string SetPrivileges = "setpriv";

    /// <summary>What goes before the program and its arguments.</summary>
    public static IReadOnlyList<string> Command(AgentUser user) =>
    [
        Executables.Find(SetPrivileges) ?? SetPrivileges, $"--reuid={user.Id}", $"--regid={user.Group}", "--clear-groups",
        "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", "--",
    ];

    /// <summary>Tries it on a program that prints what the kernel thinks of it.</summary>
    /// <returns>Null when the user is separate; else why not.</returns>
    public static async Task<string?> WhyNotAsync(AgentUser user, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux()) return "only Linux can separate the agent's user from the supervisor's";
        if (Native.EffectiveUser() != 0) return "the supervisor is not root";
        if (Executables.Find(SetPrivileges) is null) return "the image has no setpriv (package util-linux)";
        if (Executables.Find("cat") is not { } cat) return "the image has no cat";
        try
        {
            var command = Command(user);
            var start = new ProcessStartInfo(command[0], [.. command.Skip(1), cat, "/proc/self/status"])
            {
                UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
            };
            start.Environment.Clear();
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(ct);
            var status = await process.StandardOutput.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return process.ExitCode != 0 ? (await error).Trim() : WhyNot(status, user);
        }
        catch (Win32Exception failure)
        {
            return failure.Message;
        }
    }

    private static string? WhyNot(string status, AgentUser user)
    {
        var lines = status.Split('\n').Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.Ordinal);
        var expected = new (string Name, string Value)[]
        {
            ("Uid", $"{user.Id}\t{user.Id}\t{user.Id}\t{user.Id}"), ("Gid", $"{user.Group}\t{user.Group}\t{user.Group}\t{user.Group}"), ("Groups", ""),
            ("NoNewPrivs", "1"), ("CapInh", None), ("CapPrm", None), ("CapEff", None), ("CapBnd", None), ("CapAmb", None),
        };
        var wrong = Array.Find(expected, item => lines.GetValueOrDefault(item.Name) != item.Value);
        return wrong.Name is null ? null : $"{wrong.Name} stays '{lines.GetValueOrDefault(wrong.Name)}'";
    }

    private const string None = "0000000000000000";
}
