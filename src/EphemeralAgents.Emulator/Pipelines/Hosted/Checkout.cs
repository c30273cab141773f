using System.Diagnostics;

namespace EphemeralAgents.Emulator.Pipelines.Hosted;

/// <summary>The emulator has no repositories: <c>checkout: self</c> copies what git knows of the folder that the pipeline's file is in.</summary>
internal static class Checkout
{
    public static void Run(HostedState state, string repository)
    {
        if (repository != "self") throw new InvalidOperationException($"The emulator can check out 'self' only, not '{repository}'.");
        if (state.Run.Repository is not { } source)
        {
            state.Write("There is no repository: the pipeline was not read from a file in one.");
            return;
        }

        var files = Files(source);
        foreach (var file in files)
        {
            var target = Path.Combine(state.Folder.Sources, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (File.Exists(Path.Combine(source, file))) File.Copy(Path.Combine(source, file), target, overwrite: true);
        }

        state.Write($"Copied {files.Length} files of the repository that the pipeline is in.");
    }

    /// <summary>The root of the working copy that a folder belongs to; null outside of one, or without git.</summary>
    public static string? RepositoryOf(string folder) =>
        Git(folder, "rev-parse", "--show-toplevel")?.Trim() is { Length: > 0 } root ? root : null;

    private static string[] Files(string repository) =>
        (Git(repository, "ls-files", "-z", "--cached", "--others", "--exclude-standard") ?? "").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private static string? Git(string folder, params ReadOnlySpan<string> arguments)
    {
        if (Executables.OnPath(OperatingSystem.IsWindows() ? "git.exe" : "git") is not { } git) return null;
        using var process = Process.Start(new ProcessStartInfo(git, arguments.ToArray()) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : null;
    }
}
