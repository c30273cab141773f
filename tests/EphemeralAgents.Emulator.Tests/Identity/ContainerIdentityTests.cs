using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Tests.Azure;

namespace EphemeralAgents.Emulator.Tests.Identity;

public sealed class ContainerIdentityTests
{
    private const string Token = "/metadata/identity/oauth2/token?api-version=2018-02-01";
    private const string Resource = "&resource=https://management.azure.com";

    [Test]
    public async Task A_container_gets_tokens_of_its_groups_identities_only()
    {
        await using var cloud = await CloudWithImages.StartAsync("echo \"at=$AZURE_POD_IDENTITY_AUTHORITY_HOST\"; sleep 1000");
        var host = await AddressInContainerAsync(cloud);

        var own = await AskAsync(host, $"{Token}{Resource}&client_id={World.CleanupIdentityClientId}");
        var only = await AskAsync(host, Token + Resource);
        var foreign = await AskAsync(host, $"{Token}{Resource}&client_id={World.DeployClientId}");
        var bare = await AskAsync(host, Token + Resource, metadata: false);
        var nothing = await AskAsync(host, Token);

        var token = cloud.Tokens.Find(own.Body["access_token"]!.GetValue<string>());
        Assert.That(token?.Principal.Id, Is.EqualTo(World.CleanupIdentityClientId));
        Assert.That(long.Parse(own.Body["expires_on"]!.GetValue<string>()), Is.EqualTo(token!.ExpiresOn.ToUnixTimeSeconds()));
        Assert.That((only.Status, foreign.Status, bare.Status, nothing.Status), Is.EqualTo((200, 400, 400, 400)));
        Assert.That(foreign.Body["error_description"]!.GetValue<string>(), Is.EqualTo("Identity not found"));
    }

    [Test]
    public async Task Connections_are_refused_until_the_endpoint_is_ready()
    {
        var settings = new EmulatorSettings { Latencies = Latencies.None with { IdentityEndpoint = TimeSpan.FromDays(1) } };
        await using var cloud = await CloudWithImages.StartAsync("echo \"at=$AZURE_POD_IDENTITY_AUTHORITY_HOST\"; sleep 1000", settings);
        var host = await AddressInContainerAsync(cloud);

        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(host, Token + Resource));
    }

    private static async Task<string> AddressInContainerAsync(EmulatedCloud cloud)
    {
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        var path = ArmClientOf.GroupPath("with-identity");
        await arm.PutAsync(path, CloudWithImages.Body(body => body["identity"] = CloudWithImages.Identity(World.CleanupIdentityId)));
        var logs = await arm.GetUntilAsync($"{path}/containers/agent/logs", one => one.Body?["content"]?.GetValue<string>().Contains("at=") == true);
        return logs.Body!["content"]!.GetValue<string>().Trim()["at=".Length..];
    }

    private static async Task<(int Status, JsonObject Body)> AskAsync(string host, string path, bool metadata = true)
    {
        using var http = new HttpClient { BaseAddress = new Uri(host) };
        if (metadata) http.DefaultRequestHeaders.Add("Metadata", "true");
        using var answer = await http.GetAsync(path);
        return ((int)answer.StatusCode, (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
