using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace EphemeralAgents.Testing;

/// <summary>
/// Compares text with a file beside the test, <c>Class.Test.verified.txt</c>. When they differ, the text is written to a file that ends in
/// <c>.received.txt</c> for a person to compare; with EPHEMERAL_AGENTS_ACCEPT=1 in the environment it becomes the verified file.
/// </summary>
public static class Snapshot
{
    /// <param name="name">Tells the snapshots of one test apart.</param>
    public static void Verify(string text, string? name = null, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        var source = PathOf(file);
        var stem = $"{Path.GetFileNameWithoutExtension(source)}.{test}{(name is null ? "" : $".{name}")}";
        var verified = Path.Combine(Path.GetDirectoryName(source)!, $"{stem}.verified.txt");
        var received = Path.Combine(Path.GetDirectoryName(source)!, $"{stem}.received.txt");
        var actual = text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : "";
        if (actual == expected)
        {
            File.Delete(received);
            return;
        }

        var accept = Environment.GetEnvironmentVariable("EPHEMERAL_AGENTS_ACCEPT") == "1";
        File.WriteAllText(accept ? verified : received, actual);
        if (!accept) Assert.That(actual, Is.EqualTo(expected), $"Compare {received} with the verified file; set EPHEMERAL_AGENTS_ACCEPT=1 to accept what was received.");
    }

    // A build that is to be the same on every machine records /_/ for the folder of the repository.
    private static string PathOf(string file) => file.StartsWith("/_/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, file[3..]) : file;
}
