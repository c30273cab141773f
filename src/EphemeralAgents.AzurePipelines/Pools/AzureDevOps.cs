namespace EphemeralAgents.AzurePipelines.Pools;

/// <summary>Azure DevOps as Entra knows it.</summary>
public static class AzureDevOps
{
    /// <summary>What a token for Azure DevOps is asked for; the id is the same in every tenant.</summary>
    public const string Scope = "499b84ac-1321-427f-aa17-267ca6975798/.default";
}
