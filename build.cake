var target = Argument("target", "Test");
var configuration = Argument("configuration", "Release");
var rids = Argument("rids", "linux-x64,win-x64");
var version = Argument("extension-version", XmlPeek("Directory.Build.props", "//Version"));

var solution = "EphemeralAgents.slnx";
var artifacts = Directory("artifacts");

Task("Clean")
    .Does(() => { CleanDirectories("{src,tests}/*/{bin,obj}"); CleanDirectory(artifacts); });

Task("Restore")
    .Does(() => DotNetRestore(solution));

Task("Build")
    .IsDependentOn("Restore")
    .Does(() => DotNetBuild(solution, new DotNetBuildSettings { Configuration = configuration, NoRestore = true, NoLogo = true, Verbosity = DotNetVerbosity.Quiet }));

Task("Test")
    .Description("Runs every test; those that need what this machine lacks are skipped with the reason")
    .IsDependentOn("Build")
    .Does(() => Run("dotnet", $"test --solution {solution} --configuration {configuration} --no-build --no-progress --timeout 10m"));

Task("Demo")
    .Description("Runs samples/quickstart end to end on the emulator")
    .IsDependentOn("Build")
    .Does(() => Run("dotnet", $"src/EphemeralAgents.Emulator/bin/{configuration}/net10.0/ephemeral-agents-emulator.dll run samples/quickstart/azure-pipelines.yml"
        + " --task artifacts/layout/task --image fabrikam.azurecr.io/agents/linux:1=artifacts/layout/image --expect-empty"));

Task("Publish")
    .Description("Publishes the trimmed CLI for every --rids into artifacts/cli/<rid>")
    .Does(() =>
    {
        foreach (var rid in rids.Split(','))
            DotNetPublish("src/EphemeralAgents.Cli", new DotNetPublishSettings { Configuration = configuration, Runtime = rid, OutputDirectory = artifacts + Directory($"cli/{rid}"), NoLogo = true, Verbosity = DotNetVerbosity.Quiet,
                MSBuildSettings = new DotNetMSBuildSettings { Version = version } });
    });

Task("Docs")
    .Description("Makes docs/task-reference.md of task.json")
    .Does(() => DotNetRun("tests/EphemeralAgents.Cli.Tests", "--filter FullyQualifiedName~The_page_of_the_task", new DotNetRunSettings
        { Configuration = configuration, EnvironmentVariables = new Dictionary<string, string> { ["EPHEMERAL_AGENTS_ACCEPT"] = "1" } }));

#load packaging/package.cake

RunTarget(target);

void Run(string program, string arguments)
{
    // Ctrl+C reaches the program by itself; Cake stays until the program has cleaned up.
    Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
    var exitCode = StartProcess(program, arguments);
    if (exitCode != 0) throw new CakeException(exitCode, $"{program} {arguments.Split(' ')[0]} ended with exit code {exitCode}");
}
