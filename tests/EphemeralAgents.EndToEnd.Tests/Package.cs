using System.IO.Compression;

namespace EphemeralAgents.EndToEnd.Tests;

/// <summary>The newest packed extension, unpacked as the agent unpacks it: .NET gives no file of it the permission to be executed.</summary>
internal static class Package
{
    private static readonly Lazy<string?> Unpacked = new(Unpack);

    public static string Folder
    {
        get
        {
            if (Unpacked.Value is null) Assert.Ignore("There is no artifacts/*.vsix: ./build.sh --target=Package makes one.");
            return Unpacked.Value!;
        }
    }

    public static string Task => Path.Combine(Folder, "EphemeralPipelinesAgents");

    /// <summary>The packaged program for this machine.</summary>
    public static string Program
    {
        get
        {
            var program = Path.Combine(Task, "bin", "linux-x64", "ephemeral-agents");
            if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess || !File.Exists(program)) Assert.Ignore("The package has no program for this machine.");
            return program;
        }
    }

    public static void Delete()
    {
        if (Unpacked is { IsValueCreated: true, Value: { } folder }) Directory.Delete(folder, recursive: true);
    }

    private static string? Unpack()
    {
        var artifacts = new DirectoryInfo(Layout.Artifacts);
        if (!artifacts.Exists || artifacts.EnumerateFiles("*.vsix").MaxBy(file => file.LastWriteTimeUtc) is not { } vsix) return null;
        var folder = Directory.CreateTempSubdirectory("package-").FullName;
        ZipFile.ExtractToDirectory(vsix.FullName, folder);
        return folder;
    }
}
