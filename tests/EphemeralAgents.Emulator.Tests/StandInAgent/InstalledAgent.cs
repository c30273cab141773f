using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.StandInAgent;

/// <summary>The stand-in agent in a folder of its own, registered just in time in an emulated pool.</summary>
internal sealed class InstalledAgent : IDisposable
{
    private const string Name = "deploy-1";

    private InstalledAgent(EmulatedCloud cloud, string root) => (Cloud, Root) = (cloud, root);

    public EmulatedCloud Cloud { get; }
    public string Root { get; }
    public int Id { get; private init; }
    public Pool Pool => Cloud.AzureDevOps.Pools[World.PoolId];
    public Agent Agent => Pool.Agents.Single(agent => agent.Id == Id);
    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal);

    public static async Task<InstalledAgent> RegisterAsync(EmulatedCloud cloud, Action<Dictionary<string, object>>? settings = null)
    {
        using var key = RSA.Create(2048);
        var secret = key.ExportParameters(includePrivateParameters: true);
        using var http = Http(cloud);
        using var response = await http.PostAsJsonAsync(new Uri(cloud.OrganizationUrl, $"_apis/distributedtask/pools/{World.PoolId}/agents?api-version=7.1"), new
        {
            name = Name, version = "4.266.2", maxParallelism = 1,
            systemCapabilities = new Dictionary<string, string> { ["Agent.Name"] = Name, ["Agent.Version"] = "4.266.2" },
            authorization = new { publicKey = new { exponent = secret.Exponent, modulus = secret.Modulus } },
        });
        response.EnsureSuccessStatusCode();
        var registered = await response.Content.ReadFromJsonAsync<JsonElement>();

        var root = Unpack();
        var agent = new InstalledAgent(cloud, root) { Id = registered.GetProperty("id").GetInt32() };
        var authorization = registered.GetProperty("authorization");
        var configuration = new Dictionary<string, object>
        {
            ["agentId"] = agent.Id, ["agentName"] = Name, ["poolId"] = World.PoolId, ["serverUrl"] = cloud.OrganizationUrl.AbsoluteUri, ["workFolder"] = "_work",
        };
        settings?.Invoke(configuration);
        // The real agent writes a byte order mark, others may not.
        File.WriteAllText(Path.Combine(root, ".agent"), JsonSerializer.Serialize(configuration), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        File.WriteAllText(Path.Combine(root, ".credentials"), JsonSerializer.Serialize(new
        {
            scheme = "OAuth", data = new { clientId = authorization.GetProperty("clientId"), authorizationUrl = authorization.GetProperty("authorizationUrl") },
        }));
        File.WriteAllText(Path.Combine(root, ".credentials_rsaparams"), JsonSerializer.Serialize(new
        {
            d = secret.D, dp = secret.DP, dq = secret.DQ, exponent = secret.Exponent, inverseQ = secret.InverseQ, modulus = secret.Modulus, p = secret.P, q = secret.Q,
        }));
        return agent;
    }

    /// <summary>An agent folder without configuration.</summary>
    public static string Unpack()
    {
        var root = Directory.CreateTempSubdirectory("stand-in-agent-").FullName;
        var bin = Directory.CreateDirectory(Path.Combine(root, "bin")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "agent", "bin"))) File.Copy(file, Path.Combine(bin, Path.GetFileName(file)));
        return root;
    }

    public static HttpClient Http(EmulatedCloud cloud)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPemFile(cloud.CaCertificatePath);
        var http = new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust } });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(":" + cloud.AzureDevOps.AdministratorToken)));
        return http;
    }

    public AgentProcess Start(params string[] arguments)
    {
        var environment = new Dictionary<string, string?>(Environment, StringComparer.Ordinal) { ["SSL_CERT_FILE"] = Cloud.CaCertificatePath };
        return AgentProcess.Start(Root, arguments, environment);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
