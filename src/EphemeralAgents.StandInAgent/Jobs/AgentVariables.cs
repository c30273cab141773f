using EphemeralAgents.StandInAgent.Configuration;

namespace EphemeralAgents.StandInAgent.Jobs;

/// <summary>The variables that the agent adds to those of the job's message.</summary>
internal static class AgentVariables
{
    public static void AddTo(JobVariables variables, JobMessage job, JobFolders folders, AgentSettings settings)
    {
        variables.Set("Agent.Id", settings.AgentId.ToString());
        variables.Set("Agent.Name", settings.AgentName);
        variables.Set("Agent.Version", AgentPackage.Version);
        variables.Set("Agent.MachineName", Environment.MachineName);
        variables.Set("Agent.OS", AgentPackage.Os);
        variables.Set("Agent.OSArchitecture", AgentPackage.Architecture);
        variables.Set("Agent.JobName", job.JobDisplayName);
        variables.Set("Agent.JobStatus", nameof(TaskResult.Succeeded));
        variables.Set("Agent.HomeDirectory", folders.Root);
        variables.Set("Agent.RootDirectory", folders.Work);
        variables.Set("Agent.WorkFolder", folders.Work);
        variables.Set("Agent.TempDirectory", folders.Temporary);
        variables.Set("Agent.ToolsDirectory", folders.Tools);
        variables.Set("Agent.BuildDirectory", folders.Build);
        variables.Set("Pipeline.Workspace", folders.Build);
        variables.Set("System.DefaultWorkingDirectory", folders.Sources);
        variables.Set("Build.SourcesDirectory", folders.Sources);
        variables.Set("Build.Repository.LocalPath", folders.Sources);
        variables.Set("Build.ArtifactStagingDirectory", folders.Artifacts);
        variables.Set("Build.StagingDirectory", folders.Artifacts);
        variables.Set("Build.BinariesDirectory", folders.Binaries);
        variables.Set("Common.TestResultsDirectory", folders.TestResults);
    }
}
