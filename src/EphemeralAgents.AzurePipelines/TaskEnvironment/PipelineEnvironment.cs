using System.Text.Json;

namespace EphemeralAgents.AzurePipelines.TaskEnvironment;

/// <summary>
/// What the agent hands a task: inputs, variables and service connections, all as environment variables
/// (azure-pipelines-agent, Handler: names upper-case, '.' and ' ' become '_'). Outside a pipeline most of it is absent.
/// </summary>
public sealed class PipelineEnvironment(IReadOnlyDictionary<string, string> environment)
{
    private const string SystemConnectionId = "SYSTEMVSSCONNECTION";

    public bool IsPipeline => "True".Equals(Read("TF_BUILD"), StringComparison.OrdinalIgnoreCase);

    /// <summary>A task input, trimmed; null when it is absent or empty.</summary>
    public string? Input(string name) => Read($"INPUT_{Mangle(name)}");

    /// <summary>A pipeline variable that is no secret, trimmed; null when it is absent or empty.</summary>
    public string? Variable(string name) => Read(Mangle(name));

    /// <summary>An environment variable by its exact name, trimmed; null when it is absent or empty.</summary>
    public string? Read(string name) => environment.TryGetValue(name, out var value) && value.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>A service connection that an input of the task refers to; null when the agent handed over none of this id.</summary>
    public ServiceConnection? FindServiceConnection(string id) =>
        Authorization(id) is { } authorization && Uri.TryCreate(Read($"ENDPOINT_URL_{id}"), UriKind.Absolute, out var url)
            ? new ServiceConnection(id, url, Read($"ENDPOINT_AUTH_SCHEME_{id}") ?? authorization.Scheme ?? "",
                key => Read($"ENDPOINT_AUTH_PARAMETER_{id}_{Mangle(key)}") ?? Find(authorization.Parameters, key),
                key => Read($"ENDPOINT_DATA_{id}_{Mangle(key)}") ?? Find(Json(Read($"ENDPOINT_DATA_{id}"), EndpointJson.Default.DictionaryStringString), key))
            : null;

    /// <summary>The job's own token, which every task is handed. A secret; null outside a pipeline.</summary>
    public string? JobToken => Read($"ENDPOINT_AUTH_PARAMETER_{SystemConnectionId}_ACCESSTOKEN")
        ?? Find(Authorization(SystemConnectionId)?.Parameters, "AccessToken");

    public Uri? OrganizationUrl =>
        Uri.TryCreate(Variable("System.CollectionUri") ?? Variable("System.TeamFoundationCollectionUri"), UriKind.Absolute, out var url) ? url : null;

    /// <summary>
    /// Where the job gets tokens for its service connections. The agent names it in a variable only where the server sets one, and
    /// whoever may set variables of a run may set that name, too: an address elsewhere than the organization's is not taken.
    /// </summary>
    public Uri? OidcRequestUrl =>
        Uri.TryCreate(Variable("System.OidcRequestUri"), UriKind.Absolute, out var given) && given.Query.Length == 0 && given.Authority == OrganizationUrl?.Authority ? given
        : OrganizationUrl is { } organization && Variable("System.TeamProjectId") is { } project && Variable("System.HostType") is { } hub
            && Variable("System.PlanId") is { } plan && Variable("System.JobId") is { } job
            ? new Uri(organization, $"{organization.AbsolutePath.TrimEnd('/')}/{project}/_apis/distributedtask/hubs/{hub}/plans/{plan}/jobs/{job}/oidctoken")
        : null;

    public string? Project => Variable("System.TeamProject");

    /// <summary>The run, such as <c>build-1207</c> or, for a classic release, <c>release-14-2</c>.</summary>
    public string? RunId => Number is not { } number ? null : Variable("Release.ReleaseId") is null ? $"build-{number}" : $"release-{number}";

    /// <summary>What the run's agents are called after: BuildId or, for a classic release, ReleaseId-EnvironmentId.</summary>
    public string? Number => Variable("Release.ReleaseId") is not { } release ? Variable("Build.BuildId")
        : Variable("Release.EnvironmentId") is { } environmentId ? $"{release}-{environmentId}" : release;

    /// <summary>The job, by the name that its YAML gives it, and its leg of a matrix; a job without a matrix has the one leg <c>__default</c>.</summary>
    public string? Job => (Variable("System.PhaseName"), Variable("System.JobName")) switch
    {
        ({ } name, null or "__default") => name,
        ({ } name, { } leg) when leg != name => $"{name}-{leg}",
        (_, { } name) => name,
        _ => Variable("Agent.JobName"),
    };

    private static string Mangle(string name) => name.Replace('.', '_').Replace(' ', '_').ToUpperInvariant();

    private EndpointAuthorization? Authorization(string id) =>
        Json(Read($"ENDPOINT_AUTH_{id}"), EndpointJson.Default.EndpointAuthorization)
        ?? (Read($"ENDPOINT_AUTH_SCHEME_{id}") is { } scheme ? new EndpointAuthorization(scheme, null) : null);

    private static string? Find(IReadOnlyDictionary<string, string>? values, string key) =>
        values?.FirstOrDefault(value => value.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value is { Length: > 0 } found ? found : null;

    private static T? Json<T>(string? text, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, type);
        }
        catch (JsonException)
        {
            return null; // its message could quote the text, which is secret
        }
    }
}
