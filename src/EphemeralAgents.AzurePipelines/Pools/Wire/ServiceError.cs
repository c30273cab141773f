namespace EphemeralAgents.AzurePipelines.Pools.Wire;

/// <summary>
/// <c>{"message":M,"typeKey":"TaskAgentExistsException","typeName":"Microsoft.TeamFoundation.….TaskAgentExistsException, Microsoft.…"}</c>;
/// either of the two may be missing.
/// </summary>
internal sealed record ServiceError(string? Message, string? TypeKey, string? TypeName)
{
    public string? Type => !string.IsNullOrEmpty(TypeKey) ? TypeKey : TypeName?.Split(',')[0].Split('.')[^1];
}
