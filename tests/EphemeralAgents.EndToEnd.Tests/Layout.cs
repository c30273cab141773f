using EphemeralAgents.Emulator;

namespace EphemeralAgents.EndToEnd.Tests;

/// <summary>What the build has laid out: the task as it is installed, the folder that stands for the agent image, the samples.</summary>
internal static class Layout
{
    private static readonly string Root = FindRoot();

    public static string Artifacts { get; } = Path.Combine(Root, "artifacts");

    public static string Task { get; } = Path.Combine(Artifacts, "layout", "task");

    public static string Image { get; } = Path.Combine(Artifacts, "layout", "image");

    /// <summary>Where Node is; null where it is not on the PATH.</summary>
    public static string? Node { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "node")).FirstOrDefault(System.IO.File.Exists);

    public static string File(string path) => Path.Combine(Root, path);

    public static string Sample(string name) => Path.Combine(Root, "samples", name, "azure-pipelines.yml");

    public static EmulatorSettings Cloud { get; } = new()
    {
        Images = new Dictionary<string, string>(StringComparer.Ordinal) { [World.AgentImage] = Image },
        Latencies = Latencies.None,
    };

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "EphemeralAgents.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException("These tests run from within the source tree.");
    }
}
