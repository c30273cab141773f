using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

/// <summary>A message as the agent reads it.</summary>
internal sealed record ReadMessage(long Id, string Type, JsonNode Body);

/// <summary>What azure-pipelines-agent does, call by call, over plain HTTP.</summary>
internal sealed class AgentClient : IDisposable
{
    private readonly TestOrganization _organization;
    // Making a key takes longer than a whole test: one for each name will do.
    private static readonly ConcurrentDictionary<string, RSAParameters> Keys = new();
    private readonly RSA _key;
    private byte[] _sessionKey = [];

    private AgentClient(TestOrganization organization, string name)
    {
        (_organization, Name) = (organization, name);
        _key = RSA.Create(Keys.GetOrAdd(name, _ => RSA.Create(2048).ExportParameters(includePrivateParameters: true)));
    }

    public string Name { get; }
    public int Id { get; private set; }
    public string ClientId { get; private set; } = "";
    public string AuthorizationUrl { get; private set; } = "";
    public string Token { get; private set; } = "";
    public string SessionId { get; private set; } = "";

    private string Pool => $"_apis/distributedtask/pools/{World.PoolId}";

    public static async Task<AgentClient> RegisterAsync(TestOrganization organization, string name = "epa-1", string version = "4.266.2")
    {
        var agent = new AgentClient(organization, name);
        var answer = await organization.SendAsync("POST", $"{agent.Pool}/agents", organization.Build(), agent.Registration(version));
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        agent.Id = (int)answer.Json["id"]!;
        agent.ClientId = (string)answer.Json["authorization"]!["clientId"]!;
        agent.AuthorizationUrl = (string)answer.Json["authorization"]!["authorizationUrl"]!;
        return agent;
    }

    /// <summary>Registered, with a token and a session.</summary>
    public static async Task<AgentClient> ListenAsync(TestOrganization organization, string name = "epa-1")
    {
        var agent = await RegisterAsync(organization, name);
        await agent.SignInAsync();
        await agent.OpenSessionAsync();
        return agent;
    }

    public string Registration(string version = "4.266.2")
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return $$"""
            {"systemCapabilities":{{Capabilities(version)}},"maxParallelism":1,"createdOn":"0001-01-01T00:00:00",
             "authorization":{"publicKey":{"exponent":"{{Convert.ToBase64String(key.Exponent!)}}","modulus":"{{Convert.ToBase64String(key.Modulus!)}}"} },
             "id":0,"name":"{{Name}}","version":"{{version}}","osDescription":"Debian GNU/Linux 12 (bookworm)","status":0,"provisioningState":"Provisioned"}
            """;
    }

    public async Task SignInAsync()
    {
        var answer = await AskForTokenAsync(Assertion());
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        Token = (string)answer.Json["access_token"]!;
    }

    public Task<Answer> AskForTokenAsync(string assertion) => _organization.SendAsync(new HttpRequestMessage(HttpMethod.Post, AuthorizationUrl)
    {
        Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = assertion,
        }),
    });

    public string Assertion(string? audience = null, TimeSpan? life = null, RSA? key = null, TimeSpan? from = null, string? clientId = null, Guid? id = null)
    {
        var now = _organization.Clock.GetUtcNow().Add(from ?? TimeSpan.Zero).ToUnixTimeSeconds();
        var until = now + (long)(life ?? TimeSpan.FromMinutes(5)).TotalSeconds;
        var text = $"{Part("""{"typ":"JWT","alg":"RS256"}""")}.{Part($$"""{"sub":"{{clientId ?? ClientId}}","jti":"{{id ?? Guid.NewGuid()}}","iss":"{{clientId ?? ClientId}}","aud":"{{audience ?? AuthorizationUrl}}","nbf":{{now}},"exp":{{until}} }""")}";
        return $"{text}.{Base64Url.EncodeToString((key ?? _key).SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public async Task<Answer> OpenSessionAsync(string? capabilities = null)
    {
        var answer = await _organization.SendAsync("POST", $"{Pool}/sessions", Token, $$"""
            {"systemCapabilities":{{capabilities ?? Capabilities("4.266.2")}},"sessionId":"00000000-0000-0000-0000-000000000000","ownerName":"container-1",
             "agent":{"id":{{Id}},"name":"{{Name}}","version":"4.266.2","osDescription":"Debian GNU/Linux 12 (bookworm)","status":0,"provisioningState":null} }
            """);
        if (answer.Status != 200) return answer;
        SessionId = (string)answer.Json["sessionId"]!;
        _sessionKey = _key.Decrypt(Convert.FromBase64String((string)answer.Json["encryptionKey"]!["value"]!), RSAEncryptionPadding.OaepSHA1);
        return answer;
    }

    public Task<Answer> PollAsync(long? last = null, CancellationToken ct = default) =>
        _organization.SendAsync("GET", $"{Pool}/messages?sessionId={SessionId}{(last is null ? "" : $"&lastMessageId={last}")}", Token, ct: ct);

    public async Task<ReadMessage> ReadAsync(long? last = null)
    {
        var answer = await PollAsync(last);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        using var aes = Aes.Create();
        aes.Key = _sessionKey;
        var text = Encoding.UTF8.GetString(aes.DecryptCbc(Convert.FromBase64String((string)answer.Json["body"]!), Convert.FromBase64String((string)answer.Json["iv"]!)));
        return new((long)answer.Json["messageId"]!, (string)answer.Json["messageType"]!, JsonNode.Parse(text)!);
    }

    public Task<Answer> AcknowledgeAsync(long messageId) => _organization.SendAsync("DELETE", $"{Pool}/messages/{messageId}?sessionId={SessionId}", Token);

    public Task<Answer> RenewAsync(int requestId) =>
        _organization.SendAsync("PATCH", $"{Pool}/jobrequests/{requestId}?lockToken={Guid.Empty}", Token, $$"""{"requestId":{{requestId}} }""");

    public Task<Answer> CloseSessionAsync() => _organization.SendAsync("DELETE", $"{Pool}/sessions/{SessionId}", Token);

    /// <summary>Reads, acknowledges and ends a job as its worker would.</summary>
    public async Task CompleteAsync(ReadMessage job, string result = "succeeded", bool agentShuttingDown = true)
    {
        await AcknowledgeAsync(job.Id);
        var worker = new WorkerClient(_organization, job);
        var answer = await worker.SendAsync("POST", "events", $$"""{"requestId":{{job.Body["requestId"]}},"result":"{{result}}","name":"JobCompleted","jobId":"{{job.Body["jobId"]}}","agentShuttingDown":{{(agentShuttingDown ? "true" : "false")}}}""");
        Assert.That(answer.Status, Is.EqualTo(204), answer.Text);
    }

    public void Dispose() => _key.Dispose();

    private string Capabilities(string version) =>
        $$"""{"Agent.Name":"{{Name}}","Agent.Version":"{{version}}","Agent.OS":"Linux","Agent.OSArchitecture":"X64"}""";

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
