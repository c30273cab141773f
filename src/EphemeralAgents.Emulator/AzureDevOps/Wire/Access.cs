using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>What the caller may see and do. A pool that he may not see does not exist for him.</summary>
internal static class Access
{
    public static Pool PoolFor(this Call call, PoolRole least)
    {
        if (call.Caller.Kind == PrincipalKind.Agent) throw RefusedException.Denied(call.Caller.Name, "View", $"for pool {call.Number("poolId")}");
        var poolId = call.Number("poolId");
        if (!call.Organization.Pools.TryGetValue(poolId, out var pool) || pool.RoleOf(call.Caller.Id) == PoolRole.None) throw RefusedException.NoSuchPool(poolId);
        return pool.RoleOf(call.Caller.Id) >= least ? pool : throw RefusedException.Denied(call.Caller.Name, "Manage", $"for pool {pool.Name}");
    }

    /// <summary>The pool of an agent that speaks for itself, with its own token.</summary>
    public static Pool PoolOfAgent(this Call call) =>
        call.Organization.Pools.TryGetValue(call.Number("poolId"), out var pool) ? pool : throw RefusedException.NoSuchPool(call.Number("poolId"));

    public static void RequireItself(this Call call, Agent agent, Pool pool)
    {
        if (call.Caller.Kind != PrincipalKind.Agent || call.Caller.Id != agent.ClientId.ToString()) throw RefusedException.Denied(call.Caller.Name, "Listen", $"for pool {pool.Name}");
    }

    /// <summary>The plan that the caller's job belongs to: no other token may report there.</summary>
    public static Plan Plan(this Call call)
    {
        var planId = call.Id("planId");
        var plan = call.Organization.FindPlan(planId) ?? throw RefusedException.NoSuchPlan(planId);
        return call.Token.JobId is { } job && plan.Jobs.Contains(job) ? plan
            : throw new RefusedException(403, "TaskOrchestrationPlanSecurityException", $"Access denied. {call.Caller.Name} does not have permission to update the plan {planId}.");
    }
}
