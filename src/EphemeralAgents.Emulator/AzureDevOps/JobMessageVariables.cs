using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>The variables of a job's message: the orchestrator's, and those of the service which the orchestrator left out.</summary>
internal static class JobMessageVariables
{
    public const string AccessToken = "system.accessToken";
    public const string CollectionId = "5b0cbb9e-0000-4000-8000-0000000000a1";
    public const string RepositoryId = "5b0cbb9e-0000-4000-8000-0000000000d1";
    public const string SourceVersion = "cf64a69d29ae2e01a655956f67ee0332ffb730a3";

    public static IReadOnlyDictionary<string, JobVariable> Of(Organization organization, PoolJob job, Uri organizationUrl)
    {
        var variables = new Dictionary<string, JobVariable>(job.Variables, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in OfTheService(organization, job, organizationUrl)) variables.TryAdd(name, new(value, IsReadOnly: true));
        if (!variables.ContainsKey(AccessToken)) variables[AccessToken] = new(organization.IssueJobToken(job.Id), IsSecret: true);
        return variables;
    }

    /// <summary>The same id for the same name, as the service makes them for stages, phases and identities.</summary>
    public static Guid NamedId(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));

    private static Dictionary<string, string> OfTheService(Organization organization, PoolJob job, Uri organizationUrl)
    {
        var plan = job.Plan;
        var collection = organizationUrl.AbsoluteUri;
        var userAgent = $"VSTS_{CollectionId}_build_{Organization.PipelineId}_0";
        return new(StringComparer.OrdinalIgnoreCase)
        {
            ["system"] = "build",
            ["system.hosttype"] = "build",
            ["system.servertype"] = "Hosted",
            ["system.culture"] = "en-US",
            ["system.collectionId"] = CollectionId,
            ["system.collectionUri"] = collection,
            ["system.teamFoundationCollectionUri"] = collection,
            ["system.taskDefinitionsUri"] = collection,
            ["system.pipelineStartTime"] = organization.Settings.Clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture),
            ["system.teamProject"] = World.Project,
            ["system.teamProjectId"] = World.ProjectId,
            ["system.definitionId"] = $"{Organization.PipelineId}",
            ["system.definitionName"] = World.Project,
            ["system.enableAccessToken"] = "SecretVariable",
            ["system.isScheduled"] = "False",
            ["system.jobParallelismTag"] = "Private",
            ["system.pullRequest.isFork"] = "False",
            ["system.planId"] = $"{plan.Id}",
            ["system.timelineId"] = $"{plan.TimelineId}",
            ["system.jobId"] = $"{job.Id}",
            ["system.jobName"] = job.Name,
            ["system.jobDisplayName"] = job.DisplayName,
            ["system.jobIdentifier"] = job.Name,
            ["system.jobAttempt"] = "1",
            ["system.jobPositionInPhase"] = "1",
            ["system.totalJobsInPhase"] = "1",
            ["system.phaseName"] = job.Name,
            ["system.phaseDisplayName"] = job.DisplayName,
            ["system.phaseAttempt"] = "1",
            ["system.stageName"] = "__default",
            ["system.stageDisplayName"] = "__default",
            ["system.stageAttempt"] = "1",
            ["system.oidcRequestUri"] = $"{collection}{World.ProjectId}/_apis/distributedtask/hubs/build/plans/{plan.Id}/jobs/{job.Id}/oidctoken",
            ["system.phaseId"] = $"{NamedId(job.Name)}",
            ["system.stageId"] = $"{NamedId("__default")}",
            ["MSDEPLOY_HTTP_USER_AGENT"] = userAgent,
            ["AZURE_HTTP_USER_AGENT"] = userAgent,
            ["build.buildId"] = $"{plan.BuildId}",
            ["build.buildUri"] = $"vstfs:///Build/Build/{plan.BuildId}",
            ["build.buildNumber"] = $"{plan.BuildId}",
            ["build.containerId"] = $"{plan.BuildId}",
            ["build.definitionName"] = World.Project,
            ["build.definitionVersion"] = "1",
            ["build.queuedBy"] = organization.Administrator.Name,
            ["build.queuedById"] = organization.Administrator.Id,
            ["build.requestedFor"] = organization.Administrator.Name,
            ["build.requestedForId"] = organization.Administrator.Id,
            ["build.requestedForEmail"] = "ada@fabrikam.example",
            ["build.reason"] = "Manual",
            ["build.sourceBranch"] = "refs/heads/main",
            ["build.sourceBranchName"] = "main",
            ["build.sourceVersion"] = SourceVersion,
            ["build.sourceVersionAuthor"] = organization.Administrator.Name,
            ["build.sourceVersionMessage"] = "Emulated",
            ["build.repository.id"] = RepositoryId,
            ["build.repository.name"] = World.Project,
            ["build.repository.uri"] = $"{collection}{World.Project}/_git/{World.Project}",
            ["agent.retainDefaultEncoding"] = "false",
            ["agent.readOnlyVariables"] = "true",
            ["agent.disablelogplugin.TestResultLogPlugin"] = "true",
            ["agent.disablelogplugin.TestFilePublisherPlugin"] = "true",
        };
    }
}
