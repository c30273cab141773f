using System.Text.Json;
using System.Text.RegularExpressions;
using EphemeralAgents.Agents;
using EphemeralAgents.Emulator;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Cli.Tests;

/// <summary>A shell that runs the whole program against an emulated cloud, as the task of a job that is handed service connections by name.</summary>
internal sealed partial class EmulatedShell : IAsyncDisposable
{
    public const string Image = "agents/linux:1";

    private readonly Guid _jobId = Guid.NewGuid();

    private EmulatedShell(EmulatedCloud cloud)
    {
        Cloud = cloud;
        Wire = new Wire(cloud);
        JobToken = cloud.AzureDevOps.IssueJobToken(_jobId);
    }

    public EmulatedCloud Cloud { get; }

    public Wire Wire { get; }

    public string JobToken { get; }

    /// <summary>What the one container group that was asked for was asked with.</summary>
    public Exchange Creation => Wire.Exchanges.Single(one => one.Method == "PUT" && one.Uri.AbsolutePath.Contains("/containerGroups/", StringComparison.Ordinal));

    public AgentBundle Bundle => AgentBundle.Decode((string)Creation.SentJson["properties"]!["containers"]![0]!["properties"]!["environmentVariables"]!.AsArray()
        .Single(one => (string)one!["name"]! == AgentBundle.Variable)!["secureValue"]!);

    public static async Task<EmulatedShell> StartAsync()
    {
        var shell = new EmulatedShell(await EmulatedCloud.StartAsync(new EmulatorSettings { Latencies = Latencies.None }));
        var folder = Directory.CreateDirectory(Path.Combine(shell.Cloud.Folder, "image")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "image.json"), JsonSerializer.Serialize(new { entrypoint = (string[])["/bin/sleep", "600"] }));
        foreach (var server in (string[])[World.Registry, shell.Cloud.Azure.Registry.Server]) shell.Cloud.Azure.Containers.AddImage($"{server}/{Image}", folder);
        return shell;
    }

    public ServiceConnection Connection(string name) => Cloud.AzureDevOps.ServiceConnections.Single(one => one.Name == name);

    /// <summary>Puts another connection of this name in its place.</summary>
    public void Change(string name, Func<ServiceConnection, ServiceConnection> change)
    {
        var connections = Cloud.AzureDevOps.ServiceConnections;
        connections[connections.IndexOf(Connection(name))] = change(Connection(name));
    }

    public int Count(string pathEnd) => Wire.Exchanges.Count(one => one.Uri.AbsolutePath.EndsWith(pathEnd, StringComparison.Ordinal));

    /// <summary>Provisions without waiting for the agent; <paramref name="connections"/> are inputs with names of connections.</summary>
    public Task<Ending> ProvisionAsync(params (string Input, string Connection)[] connections) => RunAsync(["task"], Task([("waitFor", "accepted")], connections));

    public Task<Ending> ProvisionAsync((string Input, string Value)[] inputs, params (string Input, string Connection)[] connections) => RunAsync(["task"], Task(inputs, connections));

    public async Task<Ending> RunAsync(string[] args, Dictionary<string, string> environment, CancellationToken ct = default)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var connections = new Connections(Wire.Transport);
        var shell = new Shell(new CliConsole(output, error), environment, TimeProvider.System) { Connect = connections.Open, SignInToRegistry = connections.SignInAsync };
        var code = await Program.RunAsync(args, shell, ct);
        return new Ending(code, output.ToString(), error.ToString());
    }

    /// <summary>Everything that was printed but for the lines which the agent takes for itself.</summary>
    public static string Shown(Ending ending) => SetSecret().Replace(ending.Out, "") + ending.Error;

    /// <summary>Every secret there is, wherever it came from.</summary>
    public IEnumerable<string> Secrets => Cloud.Tokens.Values.Append(Cloud.Directory.Deploy.Secret).Append(Cloud.Azure.Registry.Password)
        .Concat(Connection(World.CertificateConnection).Parameters["serviceprincipalcertificate"].Split('\n').Where(line => line.Length > 20 && !line.StartsWith('-')));

    public async ValueTask DisposeAsync()
    {
        Wire.Dispose();
        await Cloud.DisposeAsync();
    }

    private Dictionary<string, string> Task((string Input, string Value)[] inputs, (string Input, string Connection)[] connections)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["TF_BUILD"] = "True", ["SYSTEM_DEBUG"] = "true", ["SYSTEM_COLLECTIONURI"] = Cloud.OrganizationUrl.AbsoluteUri, ["SYSTEM_TEAMPROJECT"] = World.Project,
            ["SYSTEM_TEAMPROJECTID"] = World.ProjectId, ["SYSTEM_HOSTTYPE"] = "build", ["SYSTEM_PLANID"] = $"{Guid.NewGuid()}", ["SYSTEM_JOBID"] = $"{_jobId}",
            ["SYSTEM_DEFINITIONID"] = $"{Organization.PipelineId}", ["BUILD_BUILDID"] = "1207", ["ENDPOINT_URL_SYSTEMVSSCONNECTION"] = Cloud.OrganizationUrl.AbsoluteUri, ["ENDPOINT_AUTH_SCHEME_SYSTEMVSSCONNECTION"] = "OAuth",
            ["ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN"] = JobToken, ["INPUT_COMMAND"] = "provision", ["INPUT_RESOURCEGROUP"] = World.ResourceGroup,
            ["INPUT_SUBNET"] = World.SubnetId, ["INPUT_IMAGE"] = $"{World.Registry}/{Image}", ["INPUT_POOL"] = World.Pool, ["INPUT_AGENTNAME"] = "deploy-1207",
        };
        foreach (var (input, value) in inputs) environment[$"INPUT_{input.ToUpperInvariant()}"] = value;
        foreach (var (input, name) in connections)
        {
            var connection = Connection(name);
            environment[$"INPUT_{input.ToUpperInvariant()}"] = $"{connection.Id}";
            environment[$"ENDPOINT_URL_{connection.Id}"] = connection.Url.AbsoluteUri;
            environment[$"ENDPOINT_AUTH_SCHEME_{connection.Id}"] = connection.Scheme;
            foreach (var (key, value) in connection.Parameters) environment[$"ENDPOINT_AUTH_PARAMETER_{connection.Id}_{key.ToUpperInvariant()}"] = value;
            foreach (var (key, value) in connection.Data) environment[$"ENDPOINT_DATA_{connection.Id}_{key.ToUpperInvariant()}"] = value;
        }

        return environment;
    }

    [GeneratedRegex(@"##vso\[task\.setsecret\][^\r\n]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SetSecret();
}
