namespace EphemeralAgents.Emulator.Containers;

/// <summary>The file system of one container: a copy of its image's folder, so that it may write. Deleted when the container ends.</summary>
internal sealed class ContainerFolder : IDisposable
{
    private const UnixFileMode ReadByAll = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode EnteredByAll = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private ContainerFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>With a user, everything is readable by it and only the folder <c>agent</c>, where there is one, belongs to it.</summary>
    public static ContainerFolder Create(string path, string image, int? user)
    {
        Copy(new DirectoryInfo(image), path, open: user is not null);
        var agent = System.IO.Path.Combine(path, "agent");
        if (user is { } id && Directory.Exists(agent)) UnixProcesses.Own(agent, id);
        return new ContainerFolder(path);
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
            // What a container left behind in an odd state goes with the emulator's folder.
        }
    }

    private static void Copy(DirectoryInfo from, string to, bool open)
    {
        Directory.CreateDirectory(to);
        if (open && !OperatingSystem.IsWindows()) File.SetUnixFileMode(to, ReadByAll | EnteredByAll | UnixFileMode.UserWrite);
        foreach (var entry in from.EnumerateFileSystemInfos())
        {
            var target = System.IO.Path.Combine(to, entry.Name);
            if (entry.LinkTarget is { } link) File.CreateSymbolicLink(target, link);
            else if (entry is DirectoryInfo folder) Copy(folder, target, open);
            else CopyFile((FileInfo)entry, target, open);
        }
    }

    private static void CopyFile(FileInfo from, string to, bool open)
    {
        from.CopyTo(to);
        if (!open || OperatingSystem.IsWindows()) return;
        var mode = from.UnixFileMode;
        File.SetUnixFileMode(to, mode | ReadByAll | (mode.HasFlag(UnixFileMode.UserExecute) ? EnteredByAll : UnixFileMode.None));
    }
}
