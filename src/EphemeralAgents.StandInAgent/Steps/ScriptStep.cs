using EphemeralAgents.StandInAgent.Jobs;

namespace EphemeralAgents.StandInAgent.Steps;

/// <summary>The in-box script tasks CmdLine, Bash and PowerShell, run without their packages: the script in a file, the shell on the file.</summary>
internal static class ScriptStep
{
    private static readonly Guid CmdLine = new("d9bafed4-0b18-4f58-968d-86655b4d2ce9");
    private static readonly Guid Bash = new("6c731c3c-3c68-459a-a5c9-bde6e6595b5b");
    private static readonly Guid PowerShell = new("e213ff0f-5d5c-4791-802d-52ea3e7be1f1");

    public static bool Handles(TaskReference task) => task.Id == CmdLine || task.Id == Bash || task.Id == PowerShell;

    public static async Task RunAsync(JobState job, JobStep step, IReadOnlyDictionary<string, string> inputs, StepOutput output, CancellationToken ct)
    {
        var shell = ShellOf(step.Reference.Id);
        var file = Path.Combine(job.Folders.Temporary, Guid.NewGuid() + shell.Extension);
        output.Write("Generating script.");
        await File.WriteAllTextAsync(file, shell.Script(ScriptOf(inputs)), CancellationToken.None);
        output.Write("========================== Starting Command Output ===========================");

        var workingDirectory = inputs.GetValueOrDefault("workingDirectory") is { Length: > 0 } asked ? Path.GetFullPath(Path.Combine(job.Folders.Sources, asked)) : job.Folders.Sources;
        var process = new StepProcess(shell.Program, shell.Arguments(file), workingDirectory, StepEnvironment.ForScript(job, step));
        var wroteErrors = false;
        var exit = await process.RunAsync(
            (line, isError) =>
            {
                wroteErrors |= isError;
                output.Take(line);
            },
            StepProcess.ScriptLadder, job.Clock, ct);
        if (ct.IsCancellationRequested) return;
        if (exit != 0) output.Fail($"{shell.Name} exited with code '{exit}'.");
        else if (wroteErrors && string.Equals(inputs.GetValueOrDefault("failOnStderr"), "true", StringComparison.OrdinalIgnoreCase))
            output.Fail($"{shell.Name} wrote one or more lines to the standard error stream.");
    }

    private static string ScriptOf(IReadOnlyDictionary<string, string> inputs)
    {
        var isFile = string.Equals(inputs.GetValueOrDefault("targetType"), "filePath", StringComparison.OrdinalIgnoreCase);
        return isFile ? $". '{inputs.GetValueOrDefault("filePath")}' {inputs.GetValueOrDefault("arguments")}" : inputs.GetValueOrDefault("script") ?? "";
    }

    private static Shell ShellOf(Guid task) =>
        task == PowerShell ? new Shell("PowerShell", "pwsh", ".ps1", file => ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", $". '{file}'"], script =>
            $"$ErrorActionPreference = 'Stop'\n{script}\nif (Test-Path -LiteralPath variable:LASTEXITCODE) {{ exit $LASTEXITCODE }}\n")
        : task == CmdLine && OperatingSystem.IsWindows() ? new Shell("Cmd.exe", "cmd.exe", ".cmd", file => ["/D", "/E:ON", "/V:OFF", "/S", "/C", $"CALL \"{file}\""], script => "@echo off\r\n" + script)
        : HasBash() ? new Shell("Bash", "bash", ".sh", file => ["--noprofile", "--norc", file], script => script.ReplaceLineEndings("\n"))
        : new Shell("Sh", "sh", ".sh", file => [file], script => script.ReplaceLineEndings("\n"));

    private static bool HasBash() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "bash.exe" : "bash")));

    private sealed record Shell(string Name, string Program, string Extension, Func<string, IReadOnlyList<string>> Arguments, Func<string, string> Script);
}
