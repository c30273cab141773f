using System.Security.Cryptography;

namespace EphemeralAgents.Agents;

/// <summary>
/// The RSA-2048 key of one agent. The pool gets its public half; the private half travels to the container in the
/// bundle and exists nowhere else.
/// </summary>
public sealed class AgentKey
{
    private AgentKey(RSAParameters parameters) => Parameters = parameters;

    public static AgentKey Create()
    {
        using var rsa = RSA.Create(2048);
        return new AgentKey(rsa.ExportParameters(includePrivateParameters: true));
    }

    public RSAParameters PublicKey => new() { Modulus = Parameters.Modulus, Exponent = Parameters.Exponent };

    internal RSAParameters Parameters { get; }
}
