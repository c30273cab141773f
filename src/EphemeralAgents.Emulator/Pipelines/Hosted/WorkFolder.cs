using System.Runtime.InteropServices;
using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Pipelines.Hosted;

/// <summary>The folders of a hosted agent's job, laid out as the agent does.</summary>
internal sealed class WorkFolder
{
    public const string AgentName = "Hosted Agent";
    private const string AgentVersion = "5.278.0";

    public WorkFolder(string root)
    {
        Root = root;
        foreach (var folder in new[] { Temp, Tasks, Sources, Staging, Binaries, TestResults, Tools }) Directory.CreateDirectory(folder);
    }

    public string Root { get; }
    public string Work => Path.Combine(Root, "_work");
    public string Temp => Path.Combine(Work, "_temp");
    public string Tasks => Path.Combine(Work, "_tasks");
    public string Tools => Path.Combine(Work, "_tool");
    public string Job => Path.Combine(Work, "1");
    public string Sources => Path.Combine(Job, "s");
    public string Staging => Path.Combine(Job, "a");
    public string Binaries => Path.Combine(Job, "b");
    public string TestResults => Path.Combine(Job, "TestResults");

    /// <summary>The variables that the agent itself adds to a job's.</summary>
    public IEnumerable<KeyValuePair<string, JobVariable>> Variables(string jobDisplayName) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Agent.Name"] = AgentName,
        ["Agent.Id"] = "2",
        ["Agent.MachineName"] = Environment.MachineName,
        ["Agent.Version"] = AgentVersion,
        ["Agent.OS"] = OperatingSystem.IsWindows() ? "Windows_NT" : OperatingSystem.IsMacOS() ? "Darwin" : "Linux",
        ["Agent.OSArchitecture"] = RuntimeInformation.OSArchitecture.ToString().ToUpperInvariant(),
        ["Agent.JobName"] = jobDisplayName,
        ["Agent.JobStatus"] = nameof(JobResult.Succeeded),
        ["Agent.HomeDirectory"] = Root,
        ["Agent.RootDirectory"] = Work,
        ["Agent.WorkFolder"] = Work,
        ["Agent.BuildDirectory"] = Job,
        ["Agent.TempDirectory"] = Temp,
        ["Agent.ToolsDirectory"] = Tools,
        ["Pipeline.Workspace"] = Job,
        ["System.DefaultWorkingDirectory"] = Sources,
        ["System.ArtifactsDirectory"] = Staging,
        ["Build.SourcesDirectory"] = Sources,
        ["Build.Repository.LocalPath"] = Sources,
        ["Build.ArtifactStagingDirectory"] = Staging,
        ["Build.StagingDirectory"] = Staging,
        ["Build.BinariesDirectory"] = Binaries,
        ["Common.TestResultsDirectory"] = TestResults,
    }.Select(pair => KeyValuePair.Create(pair.Key, new JobVariable(pair.Value, IsReadOnly: true)));
}
