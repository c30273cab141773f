namespace EphemeralAgents.Testing;

/// <summary>The repository that the tests were built in, for tests of files that are no code.</summary>
public static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(DirectoryInfo? folder) =>
        folder is null ? throw new DirectoryNotFoundException("The tests were moved away from their repository.")
        : File.Exists(Path.Combine(folder.FullName, "EphemeralAgents.slnx")) ? folder.FullName : Find(folder.Parent);
}
