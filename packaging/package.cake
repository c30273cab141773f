// Assembles the extension in artifacts/package and packs it: artifacts/PUBLISHER.ID-VERSION.vsix. The build's only use of npm.
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

const string TaskName = "EphemeralPipelinesAgents";
const long MostBytes = 40 * 1024 * 1024;

var package = artifacts + Directory("package");
var packaging = Directory("packaging");

Task("PackagingTools")
    .Does(() =>
    {
        if (!Regex.IsMatch(version, @"^\d+\.\d+\.\d+$")) throw new CakeException($"--extension-version {version} is wrong: use three numbers such as 1.2.3.");
        InstallPackagingTools();
    });

Task("Package")
    .Description("Packs the extension with the CLI for every --rids; --extension-version, --publisher, --extension-id and --public true make it yours")
    .IsDependentOn("PackagingTools")
    .IsDependentOn("Publish")
    .Does(() =>
    {
        DeleteFiles("artifacts/*.vsix");
        CleanDirectory(package);
        AssembleTask();
        AssembleExtension();
        ValidateManifest("tasks.schema.json", package + File($"{TaskName}/task.json"));
        ValidateManifest("vss-extension.schema.json", package + File("vss-extension.json"));
        Pack();
    });

void AssembleTask()
{
    var task = package + Directory(TaskName);
    CopyDirectory($"task/{TaskName}", task);
    CleanDirectory(task + Directory("bin"));
    foreach (var rid in rids.Split(','))
    {
        var bin = task + Directory($"bin/{rid}");
        EnsureDirectoryExists(bin);
        CopyFiles($"artifacts/cli/{rid}/ephemeral-agents{(rid.StartsWith("win-") ? ".exe" : "")}", bin);
    }

    Stamp(task + File("task.json"), json =>
    {
        var numbers = version.Split('.').Select(int.Parse).ToArray();
        json["version"] = new JsonObject { ["Major"] = numbers[0], ["Minor"] = numbers[1], ["Patch"] = numbers[2] };
    });
}

void AssembleExtension()
{
    CopyDirectory("images/marketplace", package + Directory("images/marketplace"));
    CopyFiles(new FilePath[] { "vss-extension.json", "LICENSE" }, package);
    Stamp(package + File("vss-extension.json"), json =>
    {
        json["version"] = version;
        json["publisher"] = Argument("publisher", (string)json["publisher"]);
        json["id"] = Argument("extension-id", (string)json["id"]);
        json["public"] = Argument("public", (bool)json["public"]);
    });
}

void Stamp(FilePath file, Action<JsonNode> change)
{
    var json = JsonNode.Parse(System.IO.File.ReadAllText(file.FullPath));
    change(json);
    System.IO.File.WriteAllText(file.FullPath, json.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n");
}

void InstallPackagingTools()
{
    var npm = Context.Tools.Resolve(IsRunningOnWindows() ? "npm.cmd" : "npm")
        ?? throw new CakeException("Packaging needs npm, which comes with Node 20 or newer, and npm is not on the PATH. Install Node (https://nodejs.org) and repeat; nothing else of the build needs it.");
    var locked = packaging + File("package-lock.json");
    var installed = packaging + File("node_modules/.package-lock.json");
    if (FileExists(installed) && System.IO.File.GetLastWriteTimeUtc(installed) >= System.IO.File.GetLastWriteTimeUtc(locked)) return;
    if (StartProcess(npm, new ProcessSettings { Arguments = "ci --silent", WorkingDirectory = packaging }) != 0) throw new CakeException("npm could not install what packaging/package-lock.json names; its lines are above.");
}

void ValidateManifest(string schema, FilePath manifest)
{
    var folder = EnvironmentVariable("EPHEMERAL_AGENTS_SPECS");
    if (string.IsNullOrEmpty(folder))
    {
        Console.WriteLine($"{manifest.GetFilename()} is not validated: EPHEMERAL_AGENTS_SPECS does not name a folder with azure-devops/{schema}.");
        return;
    }

    Run("node", $"packaging/validate.js \"{folder}/azure-devops/{schema}\" \"{manifest}\"");
}

void Pack()
{
    var settings = new ProcessSettings
    {
        Arguments = $"packaging/node_modules/tfx-cli/_build/tfx-cli.js extension create --root {package} --manifest-globs vss-extension.json --output-path {artifacts} --no-color",
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
    var exitCode = StartProcess("node", settings, out var output, out var error);
    var lines = output.Concat(error).ToArray();
    // tfx ends with 0 although the service would refuse the task.
    if (exitCode != 0 || lines.Any(line => Regex.IsMatch(line, "warning|invalid task json", RegexOptions.IgnoreCase)))
    {
        DeleteFiles("artifacts/*.vsix");
        throw new CakeException($"tfx refuses the extension or warns of it:\n{string.Join('\n', lines)}");
    }

    var vsix = GetFiles("artifacts/*.vsix").Single();
    var bytes = FileSize(vsix);
    Console.WriteLine($"{vsix.GetFilename()}: {bytes / 1024.0 / 1024.0:0.0} MB");
    if (bytes > MostBytes) throw new CakeException($"{vsix.GetFilename()} is larger than {MostBytes / 1024 / 1024} MB, which is more than the Marketplace takes reliably: package fewer --rids.");
}
