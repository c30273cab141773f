namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>The jobs of a pool: readers list them, the agent that has one renews or finishes it.</summary>
internal static class JobRequestEndpoints
{
    /// <summary>Jobs that wait or run, oldest first; then those that are over, the latest first.</summary>
    public static IResult List(Call call)
    {
        var pool = call.PoolFor(PoolRole.Reader);
        var completed = int.TryParse(call.Query("completedRequestCount"), out var count) ? count : int.MaxValue;
        var requests = pool.Jobs.Requests.Where(request => call.Query("agentId") is not { } agent || agent == $"{request.Owner?.Id}").ToList();
        return Json.Collection(requests.Where(request => request.Result is null)
            .Concat(requests.Where(request => request.Result is not null).Reverse().Take(completed))
            .Select(request => JobRequestJson.Describe(request, pool, call)));
    }

    public static IResult Get(Call call)
    {
        var pool = call.PoolFor(PoolRole.Reader);
        return Json.Ok(JobRequestJson.Describe(pool.Jobs.Get(call.Number("requestId")), pool, call));
    }

    /// <summary>Renews the lock; with a result it ends the job, as agents do whose plan knows no event for it.</summary>
    public static IResult Update(Call call)
    {
        var pool = call.PoolOfAgent();
        var request = pool.Jobs.Get(call.Number("requestId"));
        call.RequireItself(request.Owner ?? throw RefusedException.NoSuchRequest(request.Id), pool);
        pool.Jobs.Renew(request);
        if (call.Body<JobRequestBody>().Result is { } result) pool.Jobs.End(request, result);
        return Json.Ok(JobRequestJson.Describe(request, pool, call));
    }

    private sealed record JobRequestBody(JobResult? Result);
}
