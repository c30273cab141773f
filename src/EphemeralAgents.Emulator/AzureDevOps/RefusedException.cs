namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>
/// The service refuses a request. <paramref name="type"/> is the exception's name without its namespace: the official clients choose
/// their own exception by it, not by the status.
/// </summary>
internal sealed class RefusedException(int status, string type, string message) : Exception(message)
{
    public int Status { get; } = status;
    public string Type { get; } = type;

    public static RefusedException Denied(string who, string permission, string where) =>
        new(403, "AccessDeniedException", $"Access denied. {who} needs {permission} permissions {where} to perform the action. For more information, contact the Azure DevOps Server administrator.");

    public static RefusedException NoSuchPool(int poolId) =>
        new(404, "TaskAgentPoolNotFoundException", $"No agent pool found with identifier {poolId}.");

    public static RefusedException NoSuchAgent(int agentId, string pool) =>
        new(404, "TaskAgentNotFoundException", $"No agent found with identifier {agentId} in pool {pool}.");

    public static RefusedException NoSuchRequest(int requestId) =>
        new(404, "TaskAgentJobNotFoundException", $"No running job request found with identifier {requestId}.");

    public static RefusedException NoSuchPlan(Guid planId) =>
        new(404, "TaskOrchestrationPlanNotFoundException", $"No orchestration plan found with identifier {planId}.");

    public static RefusedException NoSuchSession(Guid sessionId) =>
        new(404, "TaskAgentSessionExpiredException", $"The session {sessionId} has expired or does not exist.");

    public static RefusedException BadArgument(string message) => new(400, "ArgumentException", message);
}
