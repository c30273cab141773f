using System.Text.Json;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Runs;

namespace EphemeralAgents.Emulator.Pipelines.Hosted;

/// <summary>The environment of a step's process, as the agent's handlers build it (azure-pipelines-agent, Handler).</summary>
internal sealed class StepEnvironment
{
    // What an agent's own environment holds and a step needs. Anything else of the emulator's environment stays away, since it may be secret.
    private static readonly string[] Inherited =
    [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS",
        "DOTNET_ROOT", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "SystemRoot", "ComSpec", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "ProgramFiles", "windir",
    ];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private StepEnvironment(Variables variables, string mark, string caCertificate, IReadOnlyList<string> prepended)
    {
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value) _values[name] = value;
        }

        _values["SSL_CERT_FILE"] = caCertificate;
        _values["NODE_EXTRA_CA_CERTS"] = caCertificate;
        _values["TF_BUILD"] = "True";
        _values[Orphans.Mark] = mark;
        foreach (var (name, variable) in variables.All.Where(v => !v.Value.IsSecret)) _values[Variables.EnvironmentName(name)] = variable.Value;
        if (prepended.Count > 0) _values["PATH"] = string.Join(Path.PathSeparator, [.. prepended.Reverse(), _values.GetValueOrDefault("PATH", "")]);
    }

    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>A script sees public variables and what <c>env:</c> maps; no secret and no token.</summary>
    public static StepEnvironment OfScript(Variables variables, string mark, string caCertificate, IReadOnlyList<string> prepended) =>
        new(variables, mark, caCertificate, prepended);

    /// <summary>A task also sees secrets, its inputs, its task variables and the service connections that its inputs name.</summary>
    public static StepEnvironment OfTask(
        Variables variables, string mark, string caCertificate, IReadOnlyList<string> prepended, IReadOnlyDictionary<string, string> inputs,
        IReadOnlyDictionary<string, JobVariable> taskVariables, IEnumerable<ServiceConnection> connections, ServiceConnection systemConnection)
    {
        var environment = new StepEnvironment(variables, mark, caCertificate, prepended);
        environment.AddVariables(variables, taskVariables);
        foreach (var (name, value) in inputs) environment._values[$"INPUT_{Variables.EnvironmentName(name)}"] = value;
        foreach (var connection in connections) environment.AddConnection(connection, connection.Id.ToString(), withData: true);
        environment.AddConnection(systemConnection, "SYSTEMVSSCONNECTION", withData: false);
        return environment;
    }

    public StepEnvironment With(IEnumerable<KeyValuePair<string, string>> mapped)
    {
        foreach (var (name, value) in mapped) _values[name] = value;
        return this;
    }

    private void AddVariables(Variables variables, IReadOnlyDictionary<string, JobVariable> taskVariables)
    {
        foreach (var (name, variable) in variables.All.Where(v => v.Value.IsSecret)) _values[$"SECRET_{Variables.EnvironmentName(name)}"] = variable.Value;
        _values["VSTS_PUBLIC_VARIABLES"] = Names(variables.All, secret: false);
        _values["VSTS_SECRET_VARIABLES"] = Names(variables.All, secret: true);
        foreach (var (name, variable) in taskVariables) _values[$"VSTS_TASKVARIABLE_{Variables.EnvironmentName(name)}"] = variable.Value;
    }

    private static string Names(IReadOnlyDictionary<string, JobVariable> variables, bool secret) =>
        JsonSerializer.Serialize(variables.Where(v => v.Value.IsSecret == secret).Select(v => v.Key));

    private void AddConnection(ServiceConnection connection, string id, bool withData)
    {
        _values[$"ENDPOINT_URL_{id}"] = connection.Url.ToString();
        _values[$"ENDPOINT_AUTH_{id}"] = JsonSerializer.Serialize(new { parameters = connection.Parameters, scheme = connection.Scheme });
        _values[$"ENDPOINT_AUTH_SCHEME_{id}"] = connection.Scheme;
        foreach (var (key, value) in connection.Parameters) _values[$"ENDPOINT_AUTH_PARAMETER_{id}_{Variables.EnvironmentName(key)}"] = value;
        if (!withData) return;
        _values[$"ENDPOINT_DATA_{id}"] = JsonSerializer.Serialize(connection.Data);
        foreach (var (key, value) in connection.Data) _values[$"ENDPOINT_DATA_{id}_{Variables.EnvironmentName(key)}"] = value;
    }
}
