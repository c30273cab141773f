namespace EphemeralAgents.Cli.Tests;

internal sealed class RegistryInputTests
{
    private const string Id = "7e900000-aaaa-4bbb-8ccc-000000000007";

    [TestCase("https://index.docker.io/v1/", "fabrikam/agents:1", "index.docker.io")]
    [TestCase("https://registry.example:5000", "registry.example:5000/agents:1", "registry.example:5000")]
    [TestCase("fabrikam.azurecr.io", "fabrikam.azurecr.io/agents/linux:1", "fabrikam.azurecr.io")]
    public async Task A_registrys_address_becomes_its_server(string address, string image, string server)
    {
        var shell = await RunAsync(0, ($"ENDPOINT_AUTH_PARAMETER_{Id}_REGISTRY", address), ("INPUT_IMAGE", image));
        var pull = shell.Groups.Specs.Values.Single().Pull!;
        Assert.That((pull.Server, pull.Username, pull.Password, pull.Identity), Is.EqualTo((server, "puller", CommandLine.ClientSecret, (string?)null)));
    }

    [TestCase("fabrikam.azurecr.us", "https://login.microsoftonline.us/", "https://management.usgovcloudapi.net/")]
    [TestCase("fabrikam.azurecr.cn", "https://login.chinacloudapi.cn/", "https://management.chinacloudapi.cn/")]
    [TestCase("fabrikam.azurecr.io", "https://login.microsoftonline.com/", "https://management.azure.com/")]
    public async Task An_identity_gets_its_password_from_the_registrys_cloud_and_it_is_masked(string server, string authority, string audience)
    {
        var shell = await RunAsync(0, ($"ENDPOINT_AUTH_SCHEME_{Id}", "ManagedServiceIdentity"), ($"ENDPOINT_DATA_{Id}_REGISTRYTYPE", "ACR"),
            ($"ENDPOINT_AUTH_PARAMETER_{Id}_LOGINSERVER", server), ("INPUT_IMAGE", $"{server}/agents:1"));
        Assert.That((shell.Registry!.Cloud.Authority.AbsoluteUri, shell.Registry.Cloud.Audience), Is.EqualTo((authority, audience)));
        var pull = shell.Groups.Specs.Values.Single().Pull!;
        Assert.That((pull.Server, pull.Username, pull.Password), Is.EqualTo((server, "00000000-0000-0000-0000-000000000000", CommandLine.RegistryToken)));
        Assert.That(_out, Does.Contain($"##vso[task.setsecret]{CommandLine.RegistryToken}"));
    }

    [TestCase("INPUT_PULLIDENTITY", "/subscriptions/1/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-pull", "registryServiceConnection does not go with pullIdentity: give one of them.")]
    [TestCase("INPUT_IMAGE", "other.azurecr.io/agents:1", "registryServiceConnection leads to fabrikam.azurecr.io, but the image is in other.azurecr.io: name the connection of the image's registry.")]
    [TestCase($"ENDPOINT_AUTH_PARAMETER_{Id}_REGISTRY", "http://fabrikam.azurecr.io", "registryServiceConnection leads to http://fabrikam.azurecr.io/: use an address that begins with https://.")]
    [TestCase($"ENDPOINT_AUTH_PARAMETER_{Id}_PASSWORD", null, "registryServiceConnection lacks a password.")]
    [TestCase($"ENDPOINT_DATA_{Id}_REGISTRYTYPE", "ACR", "registryServiceConnection lacks a login server.")]
    public async Task What_is_wrong_is_one_clear_problem(string name, string? value, string expected)
    {
        await RunAsync(2, (name, value));
        var issues = _out.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.StartsWith("##vso[task.logissue", StringComparison.Ordinal));
        Assert.That(issues, Is.EqualTo(new[] { $"##vso[task.logissue type=error]{expected}" }));
    }

    private string _out = "";

    private async Task<CommandLine> RunAsync(int exitCode, params (string, string?)[] changes)
    {
        var shell = new CommandLine
        {
            Environment = PipelineTask.Provision([
                ("INPUT_REGISTRYSERVICECONNECTION", Id), ($"ENDPOINT_URL_{Id}", "https://fabrikam.azurecr.io/"), ($"ENDPOINT_AUTH_SCHEME_{Id}", "UsernamePassword"),
                ($"ENDPOINT_AUTH_PARAMETER_{Id}_REGISTRY", "https://fabrikam.azurecr.io"), ($"ENDPOINT_AUTH_PARAMETER_{Id}_USERNAME", "puller"),
                ($"ENDPOINT_AUTH_PARAMETER_{Id}_PASSWORD", CommandLine.ClientSecret), ($"ENDPOINT_DATA_{Id}_REGISTRYTYPE", "Others"), .. changes]),
        };
        var ending = await shell.RunAsync(["task"]);
        _out = ending.Out;
        Assert.That(ending.ExitCode, Is.EqualTo(exitCode), ending.ToString());
        return shell;
    }
}
