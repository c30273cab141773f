using System.Text.Json;
using EphemeralAgents.StandInAgent.Jobs;

namespace EphemeralAgents.StandInAgent.Steps;

/// <summary>The environment variables that a step's process has beyond those of the agent (azure-pipelines-agent, Handler).</summary>
internal static class StepEnvironment
{
    /// <summary>
    /// What scripts and tasks have in common: public variables, never a secret one's value, then what the step itself maps.
    /// A script task keeps what it alone needs (inputs, connections, secrets) from the script that it runs.
    /// </summary>
    public static Dictionary<string, string> ForScript(JobState job, JobStep step)
    {
        var environment = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (var (name, variable) in job.Variables.Public) environment[JobVariables.EnvironmentName(name)] = variable.Value ?? "";
        environment["VSTS_PUBLIC_VARIABLES"] = Names(job.Variables.Public);
        environment["VSTS_SECRET_VARIABLES"] = Names(job.Variables.Secret);
        environment["TF_BUILD"] = "True";
        environment[Orphans.Variable] = job.ProcessMark;
        if (job.PrependedPaths.Count > 0)
            environment["PATH"] = string.Join(Path.PathSeparator, job.PrependedPaths.Append(Environment.GetEnvironmentVariable("PATH")));
        foreach (var (name, value) in step.Environment) environment[name] = job.Variables.Expand(value ?? "");
        return environment;
    }

    /// <param name="connections">The ids of the service connections that the task's inputs name; it gets no others.</param>
    public static Dictionary<string, string> ForTask(JobState job, JobStep step, IReadOnlyDictionary<string, string> inputs, IReadOnlySet<string> connections)
    {
        var environment = ForScript(job, step);
        foreach (var (name, variable) in job.Variables.Secret) environment["SECRET_" + JobVariables.EnvironmentName(name)] = variable.Value ?? "";
        foreach (var (name, value) in inputs) environment["INPUT_" + JobVariables.EnvironmentName(name)] = value;
        AddConnection(environment, job.Job.SystemConnection, "SYSTEMVSSCONNECTION");
        foreach (var connection in job.Job.Resources.Endpoints.Where(connection => connections.Contains(connection.Id.ToString())))
            AddConnection(environment, connection, connection.Id.ToString());
        return environment;
    }

    private static void AddConnection(Dictionary<string, string> environment, ServiceConnection connection, string id)
    {
        environment[$"ENDPOINT_URL_{id}"] = connection.Url?.AbsoluteUri ?? "";
        environment[$"ENDPOINT_AUTH_{id}"] = JsonSerializer.Serialize(new { parameters = connection.Authorization.Parameters, scheme = connection.Authorization.Scheme });
        environment[$"ENDPOINT_AUTH_SCHEME_{id}"] = connection.Authorization.Scheme ?? "";
        foreach (var (name, value) in connection.Authorization.Parameters) environment[$"ENDPOINT_AUTH_PARAMETER_{id}_{JobVariables.EnvironmentName(name)}"] = value ?? "";
        if (connection.Data.Count == 0) return;
        environment[$"ENDPOINT_DATA_{id}"] = JsonSerializer.Serialize(connection.Data);
        foreach (var (name, value) in connection.Data) environment[$"ENDPOINT_DATA_{id}_{JobVariables.EnvironmentName(name)}"] = value ?? "";
    }

    private static string Names(IEnumerable<KeyValuePair<string, Variable>> variables) => JsonSerializer.Serialize(variables.Select(variable => variable.Key));
}
