namespace EphemeralAgents.Supervisor.Tests;

/// <summary>A folder laid out as the agent package, whose listener is a shell script.</summary>
internal sealed class FakeAgent : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fake-agent-");

    /// <param name="script">The listener's body; <c>$root</c> is the agent's folder.</param>
    public FakeAgent(string script)
    {
        if (OperatingSystem.IsWindows()) throw new IgnoreException("The fake agent is a shell script.");
        Directory.CreateDirectory(In("bin"));
        File.WriteAllText(In("bin/Agent.Listener"), $"#!/bin/sh\nroot={Root}\necho start >> $root/starts\n{script}\n");
        File.SetUnixFileMode(In("bin/Agent.Listener"), (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(Root, (UnixFileMode)0b111_101_101);
    }

    public string Root => _folder.FullName;

    public int Starts => File.Exists(In("starts")) ? File.ReadAllLines(In("starts")).Length : 0;

    public string In(string path) => Path.Combine(Root, path);

    /// <summary>What the listener wrote into a file of its folder.</summary>
    public string Read(string path) => File.ReadAllText(In(path));

    /// <summary>Waits until the listener has made a file.</summary>
    public async Task MadeAsync(string path)
    {
        while (!File.Exists(In(path))) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.CurrentContext.CancellationToken);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
