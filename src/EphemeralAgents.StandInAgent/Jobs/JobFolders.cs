using EphemeralAgents.StandInAgent.Configuration;

namespace EphemeralAgents.StandInAgent.Jobs;

/// <summary>The folders that a job finds, under the work folder as the real agent has them.</summary>
internal sealed class JobFolders(AgentFolder agent, AgentSettings settings)
{
    public string Root { get; } = agent.Root;
    public string Work { get; } = settings.WorkFolderOf(agent);
    public string Tasks => Path.Combine(Work, "_tasks");
    public string Tools => Path.Combine(Work, "_tool");
    public string Temporary => Path.Combine(Work, "_temp");
    public string Build => Path.Combine(Work, "1");
    public string Sources => Path.Combine(Build, "s");
    public string Artifacts => Path.Combine(Build, "a");
    public string Binaries => Path.Combine(Build, "b");
    public string TestResults => Path.Combine(Build, "TestResults");

    public void Create()
    {
        // A job never sees an earlier one's temporary files.
        if (Directory.Exists(Temporary)) Directory.Delete(Temporary, recursive: true);
        foreach (var folder in new[] { Tasks, Tools, Temporary, Sources, Artifacts, Binaries, TestResults }) Directory.CreateDirectory(folder);
    }
}
