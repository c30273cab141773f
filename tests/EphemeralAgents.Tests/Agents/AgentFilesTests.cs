using System.Security.Cryptography;
using System.Text.Json;
using EphemeralAgents.Agents;

namespace EphemeralAgents.Tests.Agents;

public sealed class AgentFilesTests
{
    private readonly AgentKey _key = AgentKey.Create();

    private IReadOnlyDictionary<string, string> Files => AgentFiles.For(
        new AgentPool(9, "Ephemeral"),
        new RegisteredAgent(42, new AgentName("deploy-1"), new Guid("6f9619ff-8b86-4011-b42d-00c04fc964ff"), new Uri("https://vstoken.example/oauth2/token/abc"), new Uri("https://dev.azure.com/fabrikam/")),
        _key);

    [Test]
    public void The_settings_are_the_ones_that_the_agent_reads_and_no_others() => Assert.That(Files[".agent"], Is.EqualTo(
        """{"agentId":42,"agentName":"deploy-1","poolId":9,"poolName":"Ephemeral","serverUrl":"https://dev.azure.com/fabrikam/","workFolder":"_work"}"""));

    [Test]
    public void The_credentials_name_the_client_and_the_address_as_returned() => Assert.That(Files[".credentials"], Is.EqualTo(
        """{"scheme":"OAuth","data":{"clientId":"6f9619ff-8b86-4011-b42d-00c04fc964ff","authorizationUrl":"https://vstoken.example/oauth2/token/abc"}}"""));

    [Test]
    public void The_key_file_holds_the_private_half_of_the_registered_key()
    {
        using var file = JsonDocument.Parse(Files[".credentials_rsaparams"]);
        byte[] Part(string name) => file.RootElement.GetProperty(name).GetBytesFromBase64();
        using var rsa = RSA.Create(new RSAParameters
        {
            D = Part("d"), DP = Part("dp"), DQ = Part("dq"), Exponent = Part("exponent"), InverseQ = Part("inverseQ"), Modulus = Part("modulus"), P = Part("p"), Q = Part("q"),
        });
        using var registered = RSA.Create(_key.PublicKey);
        byte[] data = [1, 2, 3];
        var signature = rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var _ = Assert.EnterMultipleScope();
        Assert.That(registered.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), Is.True);
        Assert.That(Part("modulus"), Has.Length.EqualTo(256));
        Assert.That(Part("p"), Has.Length.EqualTo(128));
    }

    [Test]
    public void What_is_registered_is_only_the_public_half()
    {
        var parameters = _key.PublicKey;
        Assert.That(new[] { parameters.D, parameters.P, parameters.Q, parameters.DP, parameters.DQ, parameters.InverseQ }, Is.All.Null);
    }
}
