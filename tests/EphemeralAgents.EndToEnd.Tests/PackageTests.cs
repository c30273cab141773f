using System.Buffers.Binary;
using System.Diagnostics;
using System.Reflection.PortableExecutable;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using EphemeralAgents.Emulator;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines;

namespace EphemeralAgents.EndToEnd.Tests;

/// <summary>The packed extension, as somebody gets it who never saw the sources.</summary>
public sealed class PackageTests
{
    // What the host of a single-file program looks for in itself; the bundle's offset stands in the eight bytes before
    // (dotnet/runtime, src/native/corehost/apphost/bundle_marker.cpp). A host without a bundle has zero there.
    private static readonly byte[] BundleMarker = Convert.FromHexString("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae");

    [OneTimeTearDown]
    public static void DeletePackage() => Package.Delete();

    [Test]
    public void Its_manifest_shows_the_task_the_page_and_the_icon()
    {
        var manifest = XDocument.Load(Path.Combine(Package.Folder, "extension.vsixmanifest"));
        var assets = manifest.Descendants().Where(element => element.Name.LocalName == "Asset").ToDictionary(asset => (string)asset.Attribute("Type")!, asset => (string)asset.Attribute("Path")!);
        Assert.That(assets.Keys, Is.SupersetOf(new[] { "Microsoft.VisualStudio.Services.Icons.Default", "Microsoft.VisualStudio.Services.Content.Details", "Microsoft.VisualStudio.Services.Content.License" }));
        Assert.That(assets.Values.Select(path => File.Exists(Path.Combine(Package.Folder, path))), Has.All.True);

        var contribution = JsonNode.Parse(File.ReadAllText(Path.Combine(Package.Folder, "extension.vsomanifest")))!["contributions"]!.AsArray().Single()!;
        Assert.That((string)contribution["properties"]!["name"]!, Is.EqualTo(Path.GetFileName(Package.Task)));
    }

    [Test]
    public void A_task_is_a_definition_a_launcher_an_icon_and_one_file_for_each_platform()
    {
        var files = Directory.EnumerateFiles(Package.Task, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Package.Task, file).Replace('\\', '/')).ToArray();
        string[] programs = ["bin/linux-x64/ephemeral-agents", "bin/win-x64/ephemeral-agents.exe"];
        Assert.That(files.Except(programs), Is.EquivalentTo(new[] { "task.json", "launch.js", "icon.png" }));
        Assert.That(files.Intersect(programs), Is.Not.Empty);
        Assert.That(files.Where(file => IsExecutable(Path.Combine(Package.Task, file))), Is.Empty, "the package keeps no permission");
    }

    [Test, CancelAfter(60_000)]
    public async Task One_version_is_on_everything(CancellationToken ct)
    {
        var version = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Package.Task, "task.json"), ct))!["version"]!;
        var manifest = XDocument.Load(Path.Combine(Package.Folder, "extension.vsixmanifest"));
        var expected = (string)manifest.Descendants().Single(element => element.Name.LocalName == "Identity").Attribute("Version")!;
        Assert.That($"{version["Major"]}.{version["Minor"]}.{version["Patch"]}", Is.EqualTo(expected));

        var image = ImageWithProgram();
        try
        {
            using var program = Process.Start(new ProcessStartInfo(Path.Combine(image.FullName, "supervisor", "ephemeral-agents"), ["--version"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            Assert.That((await program.StandardOutput.ReadToEndAsync(ct)).Trim(), Is.EqualTo(expected));
            await program.WaitForExitAsync(ct);
        }
        finally
        {
            image.Delete(recursive: true);
        }
    }

    [Test]
    public async Task The_program_for_Windows_is_one_whole_64_bit_console_program()
    {
        var path = Path.Combine(Package.Task, "bin", "win-x64", "ephemeral-agents.exe");
        if (!File.Exists(path)) Assert.Ignore("The package was made without win-x64.");
        var bytes = await File.ReadAllBytesAsync(path);
        using var reader = new PEReader(new MemoryStream(bytes));
        Assert.That(reader.PEHeaders.CoffHeader.Machine, Is.EqualTo(Machine.Amd64));
        Assert.That(reader.PEHeaders.PEHeader!.Subsystem, Is.EqualTo(Subsystem.WindowsCui));
        Assert.That(reader.PEHeaders.IsExe, Is.True);

        var marker = bytes.AsSpan().IndexOf(BundleMarker);
        Assert.That(marker, Is.Positive, "a single-file host");
        var bundle = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(marker - sizeof(long)));
        Assert.That(bundle, Is.Positive.And.LessThan(bytes.Length), "the bundle is within the file");
    }

    [Test, CancelAfter(120_000)]
    public async Task It_runs_the_quickstart_through_its_launcher_and_its_program_is_the_supervisor_too(CancellationToken ct)
    {
        if (Layout.Node is null) Assert.Ignore("Node is not on the PATH, and it runs the launcher.");
        var image = ImageWithProgram();
        try
        {
            var settings = Layout.Cloud with { Images = new Dictionary<string, string>(StringComparer.Ordinal) { [World.AgentImage] = image.FullName } };
            await using var cloud = await EmulatedCloud.StartAsync(settings, ct);
            var run = await new PipelineRunner(cloud).RunAsync(Layout.Sample("quickstart"), new RunOptions { TaskFolders = [Package.Task], Node = Layout.Node }, ct);
            TestContext.Out.WriteLine(run.Log);
            Assert.That(run.Result, Is.EqualTo(JobResult.Succeeded));
            Assert.That(cloud.Azure.ContainerGroups, Is.Empty);
            Assert.That(cloud.Agents(), Is.Empty);
        }
        finally
        {
            image.Delete(recursive: true);
        }
    }

    private static bool IsExecutable(string path) => !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute);

    // An agent image whose supervisor is the packaged program.
    private static DirectoryInfo ImageWithProgram()
    {
        var program = Package.Program;
        var image = Directory.CreateTempSubdirectory("package-image-");
        foreach (var file in Directory.EnumerateFiles(Layout.Image, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Layout.Image, path)))
        {
            if (file.StartsWith("supervisor", StringComparison.Ordinal)) continue;
            var target = Path.Combine(image.FullName, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(Layout.Image, file), target);
        }

        var supervisor = Path.Combine(image.CreateSubdirectory("supervisor").FullName, "ephemeral-agents");
        File.Copy(program, supervisor);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(supervisor, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return image;
    }
}
