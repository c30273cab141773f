using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>The message that brings a job to an agent, shaped as azure-pipelines-agent's own tests have it (Test/L1/Worker).</summary>
internal static class JobMessage
{
    // The newest plan version whose jobs the agent was seen to run; from 8 on a job's end is reported by plan event.
    private const int PlanVersion = 12;

    public static string Write(Organization organization, JobRequest request, Uri organizationUrl)
    {
        var job = request.Job;
        var variables = JobMessageVariables.Of(organization, job, organizationUrl);
        var token = variables[JobMessageVariables.AccessToken].Value;
        return new JsonObject
        {
            ["mask"] = Masks(job, variables.Values),
            ["steps"] = new JsonArray([.. job.Steps.Select(Step)]),
            ["variables"] = new JsonObject(variables.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)Variable(variable.Value)))),
            ["messageType"] = AgentMessage.Job,
            ["plan"] = Plan(job, variables, organizationUrl),
            ["timeline"] = new JsonObject { ["id"] = job.Plan.TimelineId, ["changeId"] = 1, ["location"] = null },
            ["jobId"] = job.Id,
            ["jobDisplayName"] = job.DisplayName,
            ["jobName"] = job.Name,
            ["jobContainer"] = null,
            ["requestId"] = request.Id,
            ["lockedUntil"] = request.LockedUntil!.Value.UtcDateTime,
            ["resources"] = new JsonObject
            {
                ["endpoints"] = new JsonArray([Organization(organizationUrl, token), .. job.Connections.Select(Connection)]),
                ["repositories"] = new JsonArray(Repository(organizationUrl)),
            },
            ["workspace"] = new JsonObject(),
        }.ToJsonString();
    }

    private static JsonNode Variable(JobVariable variable)
    {
        var json = new JsonObject { ["value"] = variable.Value };
        if (variable.IsSecret) json["isSecret"] = true;
        if (variable.IsReadOnly) json["isReadOnly"] = true;
        return json;
    }

    private static JsonNode Step(JobStep step) => new JsonObject
    {
        ["type"] = "task",
        ["reference"] = new JsonObject { ["id"] = step.Task.Id, ["name"] = step.Task.Name, ["version"] = step.Task.Version },
        ["id"] = step.Id,
        ["name"] = step.Name,
        ["displayName"] = step.DisplayName,
        ["inputs"] = Map(step.Inputs),
        ["environment"] = Map(step.Environment),
        ["condition"] = step.Condition,
        ["continueOnError"] = step.ContinueOnError,
        ["enabled"] = step.Enabled,
        ["timeoutInMinutes"] = (int)Math.Ceiling(step.Timeout.TotalMinutes),
    };

    private static JsonNode Organization(Uri url, string token) => new JsonObject
    {
        ["name"] = "SystemVssConnection",
        ["url"] = url.AbsoluteUri,
        ["authorization"] = new JsonObject { ["scheme"] = "OAuth", ["parameters"] = new JsonObject { ["AccessToken"] = token } },
        ["data"] = new JsonObject { ["ServerId"] = JobMessageVariables.CollectionId, ["ServerName"] = World.Organization },
        ["isShared"] = false,
        ["isReady"] = true,
    };

    private static JsonNode Connection(ServiceConnection connection) => new JsonObject
    {
        ["id"] = connection.Id,
        ["name"] = connection.Name,
        ["type"] = connection.Type,
        ["url"] = connection.Url.AbsoluteUri,
        ["authorization"] = new JsonObject { ["scheme"] = connection.Scheme, ["parameters"] = Map(connection.Parameters) },
        ["data"] = Map(connection.Data),
        ["isShared"] = false,
        ["isReady"] = true,
    };

    private static JsonNode Repository(Uri organizationUrl) => new JsonObject
    {
        ["alias"] = "self",
        ["endpoint"] = new JsonObject { ["name"] = "SystemVssConnection" },
        ["properties"] = new JsonObject
        {
            ["id"] = JobMessageVariables.RepositoryId,
            ["type"] = "Git",
            ["version"] = JobMessageVariables.SourceVersion,
            ["name"] = World.Project,
            ["project"] = World.ProjectId,
            ["defaultBranch"] = "refs/heads/main",
            ["ref"] = "refs/heads/main",
            ["url"] = $"{organizationUrl}{World.Project}/_git/{World.Project}",
            ["versionInfo"] = new JsonObject { ["author"] = "Ada Admin" },
            ["checkoutOptions"] = new JsonObject(),
        },
    };

    private static JsonNode Plan(PoolJob job, IReadOnlyDictionary<string, JobVariable> variables, Uri organizationUrl)
    {
        var project = $"{organizationUrl}{World.ProjectId}/";
        return new JsonObject
        {
            ["scopeIdentifier"] = World.ProjectId,
            ["planType"] = "Build",
            ["version"] = PlanVersion,
            ["planId"] = job.Plan.Id,
            ["planGroup"] = $"Build:{World.ProjectId}:{job.Plan.BuildId}",
            ["artifactUri"] = $"vstfs:///Build/Build/{job.Plan.BuildId}",
            ["artifactLocation"] = null,
            ["definition"] = Link(int.Parse(variables["system.definitionId"].Value), variables["system.definitionName"].Value, project, "_build/definition?definitionId=", "_apis/build/Definitions/"),
            ["owner"] = Link(job.Plan.BuildId, variables["build.buildNumber"].Value, project, "_build/results?buildId=", "_apis/build/Builds/"),
        };
    }

    private static JsonObject Link(int id, string name, string project, string page, string resource) => new()
    {
        ["_links"] = new JsonObject
        {
            ["web"] = new JsonObject { ["href"] = $"{project}{page}{id}" }, ["self"] = new JsonObject { ["href"] = $"{project}{resource}{id}" },
        },
        ["id"] = id,
        ["name"] = name,
    };

    // The agent masks what these regular expressions match: every secret of the message that is worth the name.
    private static JsonArray Masks(PoolJob job, IEnumerable<JobVariable> variables)
    {
        var secrets = variables.Where(variable => variable.IsSecret).Select(variable => variable.Value)
            .Concat(job.Connections.SelectMany(connection => connection.Parameters).Where(parameter => IsSecret(parameter.Key)).Select(parameter => parameter.Value));
        return new([.. secrets.Where(secret => secret.Length > 0).Distinct().Select(secret => new JsonObject { ["type"] = "regex", ["value"] = Regex.Escape(secret) })]);
    }

    private static bool IsSecret(string parameter) =>
        new[] { "key", "certificate", "token", "password" }.Any(word => parameter.EndsWith(word, StringComparison.OrdinalIgnoreCase));

    private static JsonObject Map(IEnumerable<KeyValuePair<string, string>> values) =>
        new(values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value)));
}
