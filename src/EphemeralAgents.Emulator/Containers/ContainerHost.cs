using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EphemeralAgents.Emulator.Containers;

/// <summary>What a container is started with, beyond its image.</summary>
internal sealed record ContainerStart(string Name, string Image, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment);

/// <summary>The machine that containers run on: images, folders, users, and what makes the emulator reachable from within.</summary>
public sealed class ContainerHost : IDisposable
{
    private const string SearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static readonly string DotnetRoot = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
    private readonly ConcurrentDictionary<string, ContainerImage> _images;
    private readonly string _folder;
    private readonly string _noCertificates;
    private readonly string _caCertificate;
    private readonly UserIds _users = new();
    private int _started;

    internal ContainerHost(string folder, string caCertificate, IReadOnlyDictionary<string, string> images)
    {
        _images = new(images.Select(one => KeyValuePair.Create(one.Key, ContainerImage.Load(Path.GetFullPath(one.Value)))), StringComparer.Ordinal);
        _folder = Path.Combine(folder, "containers");
        _noCertificates = Path.Combine(folder, "no-certificates");
        _caCertificate = caCertificate;
        Directory.CreateDirectory(_folder);
        Directory.CreateDirectory(_noCertificates);
        Warning = UnixProcesses.IsRoot ? Open(folder) : "Not running as root: job and supervisor run as one user here (--same-user), so the job is NOT kept from what the supervisor holds. In a real container it is; start as root to see that.";
    }

    /// <summary>Why processes of containers are not separated by user; null when they are.</summary>
    public string? Warning { get; }

    /// <summary>Adds or replaces an image while the emulator runs.</summary>
    /// <exception cref="InvalidDataException">The folder holds no usable image.json.</exception>
    public void AddImage(string reference, string folder) => _images[reference] = ContainerImage.Load(Path.GetFullPath(folder));

    internal bool HasImage(string reference) => _images.ContainsKey(reference);

    /// <summary>Starts a container and returns when its first process runs.</summary>
    internal ContainerProcess Start(ContainerStart start, ContainerLog log)
    {
        var image = _images[start.Image];
        var user = Warning is null ? _users.Take() : (int?)null;
        var folder = ContainerFolder.Create(Path.Combine(_folder, $"{start.Name}-{Interlocked.Increment(ref _started)}"), image.Folder, user);
        try
        {
            var command = start.Command.Count > 0 ? start.Command : [.. image.Entrypoint.SelectMany(part => Expand(part, folder.Path, user))];
            return ContainerProcess.Start(command, Environment(start, image, folder.Path), Root(image.WorkingDirectory, folder.Path), folder.Path, user, log, () => CleanUp(folder, user));
        }
        catch
        {
            CleanUp(folder, user);
            throw;
        }
    }

    public void Dispose() => _users.Dispose();

    private void CleanUp(ContainerFolder folder, int? user)
    {
        folder.Dispose();
        if (user is { } id) _users.Return(id);
    }

    private static string[] Expand(string part, string root, int? user) => part switch
    {
        "{user}" when user is { } id => ["--user", id.ToString()],
        "{user}" => ["--same-user"],
        _ => [Root(part, root)],
    };

    private static string Root(string text, string root) => text.Replace("{root}", root, StringComparison.Ordinal);

    private Dictionary<string, string> Environment(ContainerStart start, ContainerImage image, string root)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = OperatingSystem.IsWindows() ? System.Environment.GetEnvironmentVariable("PATH") ?? "" : SearchPath,
            ["HOME"] = root,
            ["HOSTNAME"] = $"SandboxHost-{RandomNumberGenerator.GetHexString(12, lowercase: true)}",
        };
        if (OperatingSystem.IsWindows()) environment["SYSTEMROOT"] = System.Environment.GetFolderPath(System.Environment.SpecialFolder.Windows);
        foreach (var (name, value) in image.Environment) environment[name] = Root(value, root);
        environment["DOTNET_ROOT"] = DotnetRoot;
        environment["SSL_CERT_FILE"] = _caCertificate;
        environment["SSL_CERT_DIR"] = _noCertificates;
        environment["NODE_EXTRA_CA_CERTS"] = _caCertificate;
        foreach (var (name, value) in start.Environment) environment[name] = value;
        return environment;
    }

    /// <summary>Lets other users in; says why not when a folder above is closed to them.</summary>
    private string? Open(string folder)
    {
        if (OperatingSystem.IsWindows()) return null;
        const UnixFileMode enter = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        foreach (var own in new[] { folder, _folder }) File.SetUnixFileMode(own, File.GetUnixFileMode(own) | enter);
        File.SetUnixFileMode(_noCertificates, File.GetUnixFileMode(_noCertificates) | enter | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.SetUnixFileMode(_caCertificate, File.GetUnixFileMode(_caCertificate) | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var closed = Above(folder).Concat(Above(DotnetRoot)).FirstOrDefault(path => !new DirectoryInfo(path).UnixFileMode.HasFlag(UnixFileMode.OtherExecute));
        return closed is null ? null : $"'{closed}' is closed to other users: job and supervisor run as one user here (--same-user), so the job is NOT kept from what the supervisor holds.";
    }

    private static IEnumerable<string> Above(string path)
    {
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent) yield return folder.FullName;
    }
}
