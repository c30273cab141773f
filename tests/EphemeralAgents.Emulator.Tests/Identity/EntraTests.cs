using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Identity;
using EphemeralAgents.Emulator.Tests.Azure;

namespace EphemeralAgents.Emulator.Tests.Identity;

public sealed class EntraTests
{
    [TestCase("/72f988bf-0000-4000-8000-00000000aad0/oauth2/v2.0/token", "https://management.azure.com//.default", Resources.ResourceManager)]
    [TestCase("/adfs/oauth2/token", "https://management.core.windows.net//.default", Resources.ResourceManager)]
    [TestCase("/72f988bf-0000-4000-8000-00000000aad0/oauth2/v2.0/token", "499b84ac-1321-427f-aa17-267ca6975798/.default", Resources.AzureDevOps)]
    public async Task The_right_secret_is_worth_a_token_for_the_resource(string path, string scope, string audience)
    {
        await using var cloud = await EmulatedCloud.StartAsync();

        var (status, body) = await AskAsync(cloud, path, ("client_id", World.DeployClientId), ("client_secret", cloud.Directory.Deploy.Secret), ("scope", scope));

        var token = cloud.Tokens.Find(body["access_token"]!.GetValue<string>());
        Assert.That((status, (string?)token?.Audience, token?.Principal.Id), Is.EqualTo((200, audience, World.DeployClientId)));
        Assert.That((body["token_type"]!.GetValue<string>(), body["expires_in"]!.GetValue<int>()), Is.EqualTo(("Bearer", 3599)));
    }

    [TestCase("client_secret", "wrong", 401, "invalid_client", 7000215)]
    [TestCase("client_secret", "", 401, "invalid_client", 7000218)]
    [TestCase("client_id", "0d3ab4f1-0000-4000-8000-00000000ffff", 400, "unauthorized_client", 700016)]
    [TestCase("client_id", "", 400, "invalid_request", 900144)]
    [TestCase("scope", "https://vault.azure.net/.default", 400, "invalid_resource", 500011)]
    [TestCase("grant_type", "password", 400, "unsupported_grant_type", 70003)]
    [TestCase("client_assertion", "no.jwt", 401, "invalid_client", 50027)]
    public async Task What_is_wrong_is_refused_as_Entra_does(string field, string value, int status, string error, int number)
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        var form = new Dictionary<string, string>
        {
            ["client_id"] = World.DeployClientId, ["client_secret"] = cloud.Directory.Deploy.Secret, ["scope"] = "https://management.azure.com/.default", ["grant_type"] = "client_credentials",
        };
        if (field == "client_assertion") form.Remove("client_secret");
        form[field] = value;

        var (answered, body) = await AskAsync(cloud, $"/{World.TenantId}/oauth2/v2.0/token", [.. form.Select(one => (one.Key, one.Value))]);

        Assert.That((answered, body["error"]!.GetValue<string>(), body["error_codes"]![0]!.GetValue<int>()), Is.EqualTo((status, error, number)));
        Assert.That(body["error_description"]!.GetValue<string>(), Does.StartWith($"AADSTS{number}: ").And.Not.Contain(cloud.Directory.Deploy.Secret));
    }

    [Test]
    public async Task A_secret_that_has_expired_is_refused()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        cloud.Directory.Deploy.SecretExpiresOn = cloud.Settings.Clock.GetUtcNow();

        var (status, body) = await AskAsync(cloud, $"/{World.TenantId}/oauth2/v2.0/token",
            ("client_id", World.DeployClientId), ("client_secret", cloud.Directory.Deploy.Secret), ("scope", "https://management.azure.com/.default"));

        Assert.That((status, body["error_codes"]![0]!.GetValue<int>()), Is.EqualTo((401, 7000222)));
    }

    [Test]
    public async Task A_tenant_that_does_not_exist_is_refused()
    {
        await using var cloud = await EmulatedCloud.StartAsync();

        var (status, body) = await AskAsync(cloud, "/contoso/oauth2/v2.0/token", ("client_id", World.DeployClientId), ("client_secret", cloud.Directory.Deploy.Secret), ("scope", "https://management.azure.com/.default"));

        Assert.That((status, body["error_codes"]![0]!.GetValue<int>()), Is.EqualTo((400, 90002)));
    }

    [TestCase("sc://fabrikam/Shop/azure-private", Resources.TokenExchange, 200)]
    [TestCase("sc://fabrikam/Shop/another", Resources.TokenExchange, 401)]
    [TestCase("sc://fabrikam/Shop/azure-private", Resources.ResourceManager, 401)]
    public async Task A_federated_assertion_needs_a_matching_subject_and_audience(string subject, string audience, int expected)
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        var assertion = cloud.Tokens.Issue(new Principal("connection", "connection", PrincipalKind.BuildIdentity), audience, TimeSpan.FromMinutes(10), subject: subject);

        var (status, _) = await AskWithAssertionAsync(cloud, assertion.Value);

        Assert.That(status, Is.EqualTo(expected));
    }

    [TestCase("PS256", true, 200)]
    [TestCase("RS256", true, 200)]
    [TestCase("PS256", false, 401)]
    public async Task A_certificates_assertion_is_verified_against_the_registered_key(string algorithm, bool registered, int expected)
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=deploy", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(1));
        if (registered) cloud.Directory.Deploy.Certificates.Add(certificate);

        var (status, _) = await AskWithAssertionAsync(cloud, Sign(cloud, key, certificate, algorithm, TimeSpan.FromMinutes(10)));

        Assert.That(status, Is.EqualTo(expected));
    }

    [Test]
    public async Task Another_keys_signature_and_an_expired_assertion_are_refused()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=deploy", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(1));
        cloud.Directory.Deploy.Certificates.Add(certificate);

        var (_, forged) = await AskWithAssertionAsync(cloud, Sign(cloud, other, certificate, "PS256", TimeSpan.FromMinutes(10)));
        var (_, late) = await AskWithAssertionAsync(cloud, Sign(cloud, key, certificate, "PS256", TimeSpan.FromMinutes(-1)));

        Assert.That((forged["error_codes"]![0]!.GetValue<int>(), late["error_codes"]![0]!.GetValue<int>()), Is.EqualTo((700027, 700024)));
    }

    [Test]
    public async Task Clients_find_every_address_by_discovery()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var http = ArmClientOf.Trusting(cloud);

        var old = await http.GetFromJsonAsync<JsonObject>("/metadata/endpoints?api-version=2015-01-01");
        var recent = await http.GetFromJsonAsync<JsonArray>("/metadata/endpoints?api-version=2022-09-01");
        var openId = await http.GetFromJsonAsync<JsonObject>("/adfs/.well-known/openid-configuration");

        Assert.That(old!["authentication"]!["loginEndpoint"]!.GetValue<string>(), Is.EqualTo($"{cloud.Address}adfs"));
        Assert.That(recent![0]!["resourceManager"]!.GetValue<string>(), Is.EqualTo(cloud.Address.ToString()));
        Assert.That(openId!["token_endpoint"]!.GetValue<string>(), Is.EqualTo($"{cloud.Address}adfs/oauth2/token"));
    }

    private static Task<(int Status, JsonObject Body)> AskWithAssertionAsync(EmulatedCloud cloud, string assertion) =>
        AskAsync(cloud, $"/{World.TenantId}/oauth2/v2.0/token", ("client_id", World.DeployClientId), ("client_assertion", assertion),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("scope", "https://management.azure.com/.default"));

    private static async Task<(int Status, JsonObject Body)> AskAsync(EmulatedCloud cloud, string path, params (string Name, string Value)[] form)
    {
        using var http = ArmClientOf.Trusting(cloud);
        var fields = form.ToDictionary(one => one.Name, one => one.Value);
        fields.TryAdd("grant_type", "client_credentials");
        using var answer = await http.PostAsync(path, new FormUrlEncodedContent(fields));
        return ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>())!);
    }

    private static string Sign(EmulatedCloud cloud, RSA key, X509Certificate2 certificate, string algorithm, TimeSpan lifetime)
    {
        var now = cloud.Settings.Clock.GetUtcNow();
        var header = Part(new { alg = algorithm, typ = "JWT", x5t = Base64Url.EncodeToString(certificate.GetCertHash()) });
        var claims = Part(new { iss = World.DeployClientId, sub = World.DeployClientId, aud = $"{cloud.Address}{World.TenantId}/oauth2/v2.0/token", nbf = now.AddMinutes(-5).ToUnixTimeSeconds(), exp = (now + lifetime).ToUnixTimeSeconds() });
        var padding = algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return $"{header}.{claims}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, padding))}";
    }

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
