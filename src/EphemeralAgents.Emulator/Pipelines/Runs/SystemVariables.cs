using System.Globalization;
using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>The variables that the service itself gives to every job.</summary>
internal static class SystemVariables
{
    public const string PipelineName = World.Project;

    public static Dictionary<string, JobVariable> OfRun(RunContext run)
    {
        var (collection, build) = (run.Cloud.OrganizationUrl.ToString(), run.Record.BuildId.ToString(CultureInfo.InvariantCulture));
        return Make(new()
        {
            ["System"] = "build",
            ["System.HostType"] = "build",
            ["System.ServerType"] = "Hosted",
            ["System.Culture"] = "en-US",
            ["System.CollectionId"] = JobMessageVariables.CollectionId,
            ["System.CollectionUri"] = collection,
            ["System.TeamFoundationCollectionUri"] = collection,
            ["System.TeamFoundationServerUri"] = collection,
            ["System.TaskDefinitionsUri"] = collection,
            ["System.TeamProject"] = World.Project,
            ["System.TeamProjectId"] = World.ProjectId,
            ["System.DefinitionId"] = Organization.PipelineId.ToString(CultureInfo.InvariantCulture),
            ["System.DefinitionName"] = PipelineName,
            ["System.PipelineStartTime"] = run.Clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture),
            ["System.PlanId"] = run.Plan.Plan.Id.ToString(),
            ["System.TimelineId"] = run.Plan.Plan.TimelineId.ToString(),
            ["System.EnableAccessToken"] = "SecretVariable",
            ["System.IsScheduled"] = "False",
            ["Build.BuildId"] = build,
            ["Build.BuildNumber"] = run.Record.BuildNumber,
            ["Build.BuildUri"] = $"vstfs:///Build/Build/{build}",
            ["Build.ContainerId"] = build,
            ["Build.DefinitionName"] = PipelineName,
            ["Build.DefinitionVersion"] = "1",
            ["Build.QueuedBy"] = run.Cloud.AzureDevOps.Administrator.Name,
            ["Build.RequestedFor"] = run.Cloud.AzureDevOps.Administrator.Name,
            ["Build.RequestedForEmail"] = "ada@fabrikam.example",
            ["Build.Reason"] = "Manual",
            ["Build.Repository.Name"] = World.Project,
            ["Build.Repository.Provider"] = "TfsGit",
            ["Build.SourceBranch"] = "refs/heads/main",
            ["Build.SourceBranchName"] = "main",
            ["Build.SourceVersion"] = JobMessageVariables.SourceVersion,
        });
    }

    public static Dictionary<string, JobVariable> OfStage(StageRun stage) => Make(new()
    {
        ["System.StageName"] = stage.Name,
        ["System.StageDisplayName"] = stage.DisplayName,
        ["System.StageAttempt"] = stage.Attempt.ToString(CultureInfo.InvariantCulture),
    });

    public static Dictionary<string, JobVariable> OfJob(RunContext run, StageRun stage, PhaseRun phase, PartRun part, JobRun job) => Make(new()
    {
        ["System.PhaseName"] = phase.Name,
        ["System.PhaseDisplayName"] = phase.Definition.DisplayName,
        ["System.PhaseAttempt"] = phase.Attempt.ToString(CultureInfo.InvariantCulture),
        ["System.JobName"] = part.Name,
        ["System.JobDisplayName"] = job.DisplayName,
        ["System.JobId"] = job.Id.ToString(),
        ["System.JobAttempt"] = job.Attempt.ToString(CultureInfo.InvariantCulture),
        ["System.JobIdentifier"] = $"{stage.Name}.{phase.Name}.{part.Name}",
        ["System.JobPositionInPhase"] = (phase.Parts.ToList().IndexOf(part) + 1).ToString(CultureInfo.InvariantCulture),
        ["System.TotalJobsInPhase"] = phase.Parts.Count.ToString(CultureInfo.InvariantCulture),
        ["System.OidcRequestUri"] = $"{run.Cloud.OrganizationUrl}{World.ProjectId}/_apis/distributedtask/hubs/build/plans/{run.Plan.Plan.Id}/jobs/{job.Id}/oidctoken",
    });

    private static Dictionary<string, JobVariable> Make(Dictionary<string, string> values) =>
        values.ToDictionary(v => v.Key, v => new JobVariable(v.Value, IsReadOnly: true), StringComparer.OrdinalIgnoreCase);
}
