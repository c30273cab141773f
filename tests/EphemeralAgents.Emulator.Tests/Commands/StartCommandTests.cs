using System.Text.RegularExpressions;

namespace EphemeralAgents.Emulator.Tests.Commands;

public sealed class StartCommandTests
{
    [Test]
    public async Task Start_prints_what_a_client_needs_and_writes_secrets_to_the_file_only()
    {
        var folder = Directory.CreateTempSubdirectory("start-command-");
        try
        {
            var file = Path.Combine(folder.FullName, "client.env");
            using var stop = new CancellationTokenSource();
            using var output = new WatchedWriter("Ready.");

            var running = Program.RunAsync(["start", "--env-file", file, "--folder", Path.Combine(folder.FullName, "cloud"), "--latency", "network=2s", "--latency", "delete=10ms"], output, TextWriter.Null, isTerminal: false, stop.Token);
            await Task.WhenAny(output.Seen, running);
            var written = await File.ReadAllTextAsync(file);
            await stop.CancelAsync();
            var exitCode = await running;

            var secret = Regex.Match(written, "AZURE_CLIENT_SECRET='(?<secret>.+)'", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["secret"].Value;
            Assert.That(exitCode, Is.Zero);
            Assert.That(secret, Has.Length.EqualTo(40));
            Assert.That(output.ToString(), Does.Contain("AZURE_CLIENT_SECRET=***").And.Contain($"AZURE_TENANT_ID={World.TenantId}").And.Contain("SSL_CERT_FILE=").And.Not.Contain(secret));
            if (!OperatingSystem.IsWindows()) Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestCase("--latency", "lunch=1h", "'lunch' is no step")]
    [TestCase("--latency", "network=soon", "'soon' is no time")]
    [TestCase("--image", "nothing", "'nothing' is not of the form REFERENCE=FOLDER")]
    [TestCase("--image", "a=/does/not/exist", "image.json' cannot be read")]
    public async Task What_makes_no_sense_ends_with_2(string option, string value, string message)
    {
        using var error = new StringWriter();

        var exitCode = await Program.RunAsync(["start", option, value], TextWriter.Null, error);

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(error.ToString(), Does.Contain(message));
    }

    /// <summary>Keeps what is written and tells when a text has been.</summary>
    private sealed class WatchedWriter(string wanted) : StringWriter
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public override Task WriteLineAsync(string? value)
        {
            WriteLine(value);
            if (value?.StartsWith(wanted, StringComparison.Ordinal) == true) _seen.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
