using System.Text;
using System.Text.Json.Nodes;
using EphemeralAgents.Agents;
using EphemeralAgents.Supervisor.Processes;

namespace EphemeralAgents.Supervisor.AgentProcesses;

/// <summary>The folder of the agent package, made a configured agent's by the bundle's files.</summary>
internal sealed class AgentFolder(string root)
{
    public string Listener { get; } = Path.Combine(root, "bin", OperatingSystem.IsWindows() ? "Agent.Listener.exe" : "Agent.Listener");

    /// <summary>Where the agent, its workers and its updates leave their traces.</summary>
    public string Diagnostics { get; } = Path.Combine(root, "_diag");

    public string Root => root;

    /// <summary>A worker has left a log: a job has been run from this folder, whether or not the listener told.</summary>
    public bool HasWorkerLog => Directory.Exists(Diagnostics) && Directory.EnumerateFiles(Diagnostics, "Worker_*.log").Any();

    /// <exception cref="IOException">The folder cannot be written to, or its owner not changed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public void Write(IReadOnlyDictionary<string, string> files, string notificationAddress, AgentUser? owner)
    {
        foreach (var (name, text) in files)
        {
            if (Path.GetFileName(name) != name) throw new IOException("A file of the bundle would lie outside of the agent's folder.");
            var content = name == AgentFiles.Settings ? WithNotifications(text, notificationAddress) : text;
            WriteFile(Path.Combine(root, name), Protected(name, Encoding.UTF8.GetBytes(content)), owner);
        }

        if (owner is null) return;

        // The agent makes its own folders and, when it updates itself, renames bin: for both it has to own the root, and no more than that.
        string[] folders = [root, Diagnostics, Path.Combine(root, "_work")];
        foreach (var folder in folders.Where(Directory.Exists)) Native.ChangeOwner(folder, owner.Id, owner.Group);
    }

    private static string WithNotifications(string settings, string address)
    {
        var json = JsonNode.Parse(settings)!.AsObject();
        json["notificationSocketAddress"] = address;
        return json.ToJsonString();
    }

    // Not run by us: on Windows the agent decrypts its key file with the machine's key (azure-pipelines-agent, RSAEncryptedFileKeyManager).
    private static byte[] Protected(string name, byte[] content) =>
        OperatingSystem.IsWindows() && name == AgentFiles.Key
            ? System.Security.Cryptography.ProtectedData.Protect(content, optionalEntropy: null, System.Security.Cryptography.DataProtectionScope.LocalMachine) : content;

    // Deleted first and created anew: whatever an earlier life of this container left there, a link included, is never written through.
    private static void WriteFile(string path, byte[] content, AgentUser? owner)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(content);
        if (owner is not null) Native.ChangeOwner(file.SafeFileHandle, owner.Id, owner.Group, path);
    }
}
