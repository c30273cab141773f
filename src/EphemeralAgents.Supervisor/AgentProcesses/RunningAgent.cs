using System.Diagnostics;
using EphemeralAgents.Supervisor.Processes;
using EphemeralAgents.Supervisor.Reporting;

namespace EphemeralAgents.Supervisor.AgentProcesses;

/// <summary>A listener that was started, and everything that came of it.</summary>
internal sealed class RunningAgent : IDisposable
{
    private static readonly TimeSpan KillPause = TimeSpan.FromMilliseconds(20);
    private const int KillRounds = 500;

    private readonly Process _process;
    private readonly AgentUser? _user;
    private readonly Task _forwarding;

    private RunningAgent(Process process, AgentUser? user, AgentOutput output)
    {
        _process = process;
        _user = user;
        Id = process.Id;
        Exited = ExitAsync();
        _forwarding = Task.WhenAll(output.ForwardAsync(process.StandardOutput), output.ForwardAsync(process.StandardError));
    }

    public int Id { get; }

    /// <summary>The listener's exit code. Its worker and what the job left may still run.</summary>
    public Task<int> Exited { get; }

    /// <summary>A worker runs, that is, a job.</summary>
    public bool HasWorker => OperatingSystem.IsLinux() && Mine().Any(process => process.Arguments().Any(argument => argument.Contains("Agent.Worker", StringComparison.Ordinal)));

    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static RunningAgent Start(AgentFolder folder, AgentUser? user, IReadOnlyDictionary<string, string> environment, AgentOutput output)
    {
        // A session of its own: a terminal's Ctrl+C is for the supervisor alone, and without a user of its own the agent is still recognised by it.
        IReadOnlyList<string> session = OperatingSystem.IsLinux() && Executables.Find("setsid") is { } setsid ? [setsid] : [];
        string[] command = [.. session, .. user is null ? [] : Separation.Command(user), folder.Listener, "run", "--once"];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder.Root, UseShellExecute = false,
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new RunningAgent(process, user, output);
    }

    /// <summary>Asks it to end as Ctrl+C does: it cancels its job and deletes its session. SIGTERM would make it die without either.</summary>
    public void Interrupt()
    {
        if (Exited.IsCompleted) return;
        if (OperatingSystem.IsWindows()) _process.Kill(entireProcessTree: true); // there is no gentler way without a console
        else Native.Signal(Id, Native.Interrupt);
    }

    /// <summary>Kills everything that is the agent's: all processes of its user, or of its session and tree where it has no user of its own.</summary>
    /// <returns>How many processes had to be killed.</returns>
    public async Task<int> KillAllAsync()
    {
        var killed = new HashSet<int>();
        if (_user is null && !Exited.IsCompleted)
        {
            _process.Kill(entireProcessTree: true);
            killed.Add(Id);
        }

        // Again and again, since one that is about to die may still fork. This is the kernel's time, not the agent's.
        for (var round = 0; OperatingSystem.IsLinux() && round < KillRounds; round++)
        {
            var left = Mine().ToList();
            if (left.Count == 0) break;
            foreach (var process in left.Where(process => Native.Signal(process.Id, Native.Kill))) killed.Add(process.Id);
            await Task.Delay(KillPause, TimeProvider.System, CancellationToken.None);
        }

        await DrainedAsync();
        return killed.Count;
    }

    /// <summary>Completes when it has ended and all that it wrote has been forwarded; soon in any case, since what it left behind may keep its output open.</summary>
    public Task DrainedAsync() =>
        Task.WhenAny(Task.WhenAll(Exited, _forwarding), Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None));

    public void Dispose() => _process.Dispose();

    private async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None);
        return _process.ExitCode;
    }

    private IEnumerable<RunningProcess> Mine() =>
        RunningProcess.All().Where(process => _user is null ? process.Session == Id : process.User == _user.Id);
}
