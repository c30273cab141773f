namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>An agent as a client sends it. User capabilities have a resource of their own and are ignored here.</summary>
internal sealed record AgentBody(
    int? Id, string? Name, string? Version, string? OsDescription, bool? Enabled, int? MaxParallelism,
    Dictionary<string, string>? SystemCapabilities, AuthorizationBody? Authorization)
{
    public AgentRegistration ToRegistration()
    {
        if (string.IsNullOrWhiteSpace(Name)) throw RefusedException.BadArgument("Value cannot be null. Parameter name: agent.Name");
        return new(Name, Version, OsDescription, MaxParallelism is > 0 and var most ? most : 1, Authorization?.PublicKey?.ToKey(), SystemCapabilities ?? []);
    }
}

internal sealed record AuthorizationBody(PublicKeyBody? PublicKey);

/// <summary>Both are one base64 string each; the published specification says arrays of bytes, which no client sends.</summary>
internal sealed record PublicKeyBody(string? Exponent, string? Modulus)
{
    public AgentPublicKey ToKey()
    {
        var space = new byte[1024];
        if (!Convert.TryFromBase64String(Exponent ?? "", space, out var exponent) || exponent == 0 || !Convert.TryFromBase64String(Modulus ?? "", space, out var modulus) || modulus < 256)
        {
            throw RefusedException.BadArgument("The agent's public key must have an exponent and a modulus of at least 2048 bits, base64.");
        }

        return new(Exponent!, Modulus!);
    }
}
