using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Azure;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Tests.Azure;

public sealed class RegistryTests
{
    private static readonly Principal Machine = new(World.MachineIdentityClientId, "id-build-machine", PrincipalKind.ManagedIdentity);
    private static readonly Principal Stranger = new(World.AgentsClientId, "fabrikam-agents", PrincipalKind.ServicePrincipal);

    [TestCase(Resources.ResourceManager, "access_token", null, 200)]
    [TestCase(Resources.ResourceManager, "access_token", World.TenantId, 200)]
    [TestCase(Resources.ResourceManager, "access_token", "another-tenant", 401)]
    [TestCase(Resources.ResourceManager, "password", null, 401)]
    [TestCase(Resources.AzureDevOps, "access_token", null, 401)]
    public async Task A_token_of_Entra_for_Resource_Manager_is_exchanged(string audience, string grant, string? tenant, int expected)
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        var (status, _) = await ExchangeAsync(cloud, cloud.Tokens.Issue(Machine, audience, TimeSpan.FromHours(1)).Value, grant, tenant);
        Assert.That(status, Is.EqualTo(expected));
    }

    [TestCase("nothing", 400)]
    [TestCase("password", 201)]
    [TestCase("wrong password", 400)]
    [TestCase("principal", 201)]
    [TestCase("token", 201)]
    [TestCase("token of another", 400)]
    [TestCase("token of Entra", 400)]
    [TestCase("credential for elsewhere", 400)]
    public async Task Its_images_need_a_credential_that_may_pull(string means, int expected)
    {
        await using var cloud = await CloudWithImages.StartAsync("sleep 1000");
        var registry = cloud.Azure.Registry;
        CloudWithImages.AddImage(cloud, $"{registry.Server}/agents:1", "sleep 1000");
        var ofEntra = cloud.Tokens.Issue(means == "token of another" ? Stranger : Machine, Resources.ResourceManager, TimeSpan.FromHours(1)).Value;
        var exchanged = (await ExchangeAsync(cloud, ofEntra)).Token;
        (string Username, string? Password) credential = means switch
        {
            "password" or "credential for elsewhere" => (registry.Username, registry.Password),
            "wrong password" => (registry.Username, "wrong"),
            "principal" => (World.DeployClientId, cloud.Directory.Deploy.Secret),
            "token of Entra" => ("00000000-0000-0000-0000-000000000000", ofEntra),
            _ => ("00000000-0000-0000-0000-000000000000", exchanged),
        };
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        var answer = await arm.PutAsync(ArmClientOf.GroupPath("private"), CloudWithImages.Body(body =>
        {
            var properties = body["properties"]!;
            properties["containers"]![0]!["properties"]!["image"] = $"{registry.Server}/agents:1";
            if (means == "nothing") return;
            var server = means == "credential for elsewhere" ? World.Registry : registry.Server;
            properties["imageRegistryCredentials"] = new JsonArray(new JsonObject { ["server"] = server, ["username"] = credential.Username, ["password"] = credential.Password });
        }));
        Assert.That(answer.Status, Is.EqualTo(expected), $"{answer.Body}");
    }

    private static async Task<(int Status, string? Token)> ExchangeAsync(EmulatedCloud cloud, string token, string grant = "access_token", string? tenant = null)
    {
        using var http = ArmClientOf.Trusting(cloud);
        var form = new Dictionary<string, string> { ["grant_type"] = grant, ["service"] = cloud.Azure.Registry.Server, ["access_token"] = token };
        if (tenant is not null) form["tenant"] = tenant;
        using var answer = await http.PostAsync("/oauth2/exchange", new FormUrlEncodedContent(form));
        return ((int)answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())?["refresh_token"]);
    }
}
