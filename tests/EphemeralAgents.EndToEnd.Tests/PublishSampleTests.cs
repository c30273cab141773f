using System.Diagnostics;
using EphemeralAgents.Emulator;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines;

namespace EphemeralAgents.EndToEnd.Tests;

/// <summary>samples/publish in a repository whose build and tfx only say what they were asked.</summary>
public sealed class PublishSampleTests
{
    private const string Token = "the-token-of-the-marketplace";

    private readonly DirectoryInfo _repository = Directory.CreateTempSubdirectory("publish-sample-");

    [TearDown]
    public void Delete() => _repository.Delete(recursive: true);

    [Test, CancelAfter(60_000)]
    public async Task It_packages_tests_and_publishes_what_it_packaged(CancellationToken ct)
    {
        await LayOutAsync(ct);
        await using var cloud = await EmulatedCloud.StartAsync(Layout.Cloud, ct);
        var options = new RunOptions
        {
            TaskFolders = [await TaskAsync("UseDotNet", 2, ct), await TaskAsync("UseNode", 1, ct)],
            Secrets = new Dictionary<string, string> { ["marketplaceToken"] = Token },
        };
        var run = await new PipelineRunner(cloud).RunAsync(Path.Combine(_repository.FullName, "samples", "publish", "azure-pipelines.yml"), options, ct);

        Assert.That(run.Result, Is.EqualTo(JobResult.Succeeded), run.Log);
        Assert.That(run.Log, Does.Contain("build.sh --target=Package --publisher fabrikam --extension-id ephemeral-pipelines-agents --extension-version 1.0.1"));
        Assert.That(run.Log, Does.Contain("build.sh --target=Test"));
        Assert.That(run.Log, Does.Contain("tfx extension publish --auth-type pat --share-with fabrikam --vsix artifacts/fabrikam.ephemeral-pipelines-agents-1.0.1.vsix, given ***"));
        Assert.That(run.Log, Does.Not.Contain(Token));
    }

    private async Task LayOutAsync(CancellationToken ct)
    {
        try
        {
            using var git = Process.Start("git", ["init", "-q", _repository.FullName]);
            await git.WaitForExitAsync(ct);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("There is no git, which checking out needs.");
        }

        if (Layout.Node is null) Assert.Ignore("Node is not on the PATH, and tfx needs it.");
        if (OperatingSystem.IsWindows()) Assert.Ignore("The sample's scripts are for Linux.");
        await WriteAsync("samples/publish/azure-pipelines.yml", await File.ReadAllTextAsync(Layout.Sample("publish"), ct), ct);
        await WriteAsync("packaging/node_modules/tfx-cli/_build/tfx-cli.js", "const given = require('node:fs').readFileSync(0, 'utf8').trim();\nconsole.log(`tfx ${process.argv.slice(2).join(' ')}, given ${given}`);\n", ct);
        var build = await WriteAsync("build.sh", "#!/bin/sh\necho build.sh \"$@\"\n", ct);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(build, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<string> TaskAsync(string name, int version, CancellationToken ct)
    {
        await WriteAsync($"{name}/launch.js", $"console.log('{name}');\n", ct);
        var definition = await WriteAsync($"{name}/task.json", $$"""
            { "id": "{{Guid.NewGuid()}}", "name": "{{name}}", "version": { "Major": {{version}}, "Minor": 0, "Patch": 0 }, "execution": { "Node20_1": { "target": "launch.js" } } }
            """, ct);
        return Path.GetDirectoryName(definition)!;
    }

    private async Task<string> WriteAsync(string file, string text, CancellationToken ct)
    {
        var path = Path.Combine(_repository.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text, ct);
        return path;
    }
}
