using System.Diagnostics;
using System.Runtime.InteropServices;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Cli.Tests;

/// <summary>A task folder with the launcher as it is shipped.</summary>
internal sealed class Launcher : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("launcher-").FullName;
    private readonly List<string> _node = [];

    public Launcher()
    {
        foreach (var folder in (string[])[BinFolder, WorkFolder, TempFolder]) Directory.CreateDirectory(folder);
        var launcher = Path.Combine(_folder, "launch.js");
        File.Copy(Repository.PathOf("task", "EphemeralPipelinesAgents", "launch.js"), launcher);
        _node.Add(launcher);
    }

    public static bool HasNode { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "node")));

    /// <summary>This machine's, as the launcher spells it.</summary>
    public static string Rid { get; } = $"{(OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    public string BinFolder => Path.Combine(_folder, "bin", Rid);

    public string WorkFolder => Path.Combine(_folder, "work");

    public string TempFolder => Path.Combine(_folder, "temp");

    /// <summary>Puts a shell script where the program is expected.</summary>
    public string Program(string script, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
    {
        var program = Path.Combine(BinFolder, "ephemeral-agents");
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, mode);
        return program;
    }

    /// <summary>Code that Node runs before the launcher, in place of a machine that is otherwise.</summary>
    public void Preload(string code)
    {
        var file = Path.Combine(_folder, "preload.js");
        File.WriteAllText(file, code);
        _node.InsertRange(0, ["--require", file]);
    }

    public Process Start()
    {
        var start = new ProcessStartInfo("node", _node) { WorkingDirectory = WorkFolder, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["AGENT_TEMPDIRECTORY"] = TempFolder;
        start.Environment["INPUT_COMMAND"] = "provision";
        return Process.Start(start)!;
    }

    /// <summary>Takes the folder for programs away.</summary>
    public void RemovePrograms() => Directory.Delete(Path.Combine(_folder, "bin"), recursive: true);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
