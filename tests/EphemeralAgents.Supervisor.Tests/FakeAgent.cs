namespace EphemeralAgents.Supervisor.Tests;

/// <summary>A folder laid out as the agent package, whose listener is a shell script.</summary>
internal sealed class FakeAgent : IDisposable
{
    /// <summary>Tells the supervisor that the agent is online, as the agent does.</summary>
    public const string GoOnline = """exec 3<>/dev/tcp/127.0.0.1/$(grep -o '"notificationSocketAddress":"[^"]*"' $root/.agent | grep -o '[0-9]*"$' | tr -d '"')""";

    public const string StartJob = "printf 'Starting job: 4f2c1e5a-0000-4000-8000-00000000000a' >&3";

    /// <summary>Waits until somebody interrupts or kills it; leaves a file when it is interrupted.</summary>
    public const string WaitForInterrupt = "trap 'touch $root/interrupted; exit 0' INT; touch $root/waiting; while :; do read -t 0.05 -u 9; done 9<>$root/never";

    private const string IgnoreInterrupt = "trap '' INT";

    /// <summary>Never ends by itself and does not listen.</summary>
    public const string Hang = IgnoreInterrupt + "; touch $root/waiting; while :; do read -t 1000 -u 9; done 9<>$root/never";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fake-agent-");

    /// <param name="script">The listener's body; <c>$root</c> is the agent's folder.</param>
    public FakeAgent(string script)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/bin/bash")) throw new IgnoreException("The fake agent is a bash script, and /proc is read: Linux with bash only.");
        Directory.CreateDirectory(In("bin"));
        File.WriteAllText(In("bin/Agent.Listener"), $"#!/bin/bash\nroot={Root}\n[ -p $root/never ] || mkfifo $root/never\necho \"$@\" >> $root/starts\n{script}\n");
        File.SetUnixFileMode(In("bin/Agent.Listener"), (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(Root, (UnixFileMode)0b111_101_101);
    }

    public string Root => _folder.FullName;

    /// <summary>The arguments of every start.</summary>
    public IReadOnlyList<string> Starts => File.Exists(In("starts")) ? File.ReadAllLines(In("starts")) : [];

    public string In(string path) => Path.Combine(Root, path);

    public bool Has(string path) => File.Exists(In(path));

    /// <summary>What the listener wrote into a file of its folder.</summary>
    public string Read(string path) => File.ReadAllText(In(path));

    /// <summary>Waits until the listener has made a file.</summary>
    public async Task MadeAsync(string path)
    {
        using var limit = new CancellationTokenSource(Patient.Limit, TimeProvider.System);
        while (!Has(path)) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
