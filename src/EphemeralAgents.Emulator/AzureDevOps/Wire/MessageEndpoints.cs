using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>An agent's messages. Delivery consumes nothing: a message comes with every poll that is not past it, until it is deleted.</summary>
internal static class MessageEndpoints
{
    // The official client gives up after 60 s.
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(50);

    public static async Task<IResult> PollAsync(Call call)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted);
        var silence = Task.Delay(LongPoll, call.Organization.Settings.Clock, end.Token);
        try
        {
            while (true)
            {
                var (next, news) = Next(call);
                if (next is not null) return Json.Ok(next);
                if (await Task.WhenAny(news, silence) == silence) return Results.StatusCode(202);
            }
        }
        finally
        {
            await end.CancelAsync();
        }
    }

    /// <summary>The agent has taken note of the message; of a job's own message: it has received the job.</summary>
    public static IResult Delete(Call call)
    {
        var session = Session(call, call.PoolOfAgent());
        var messageId = long.Parse(call.Text("messageId"));
        if (session.Agent.Messages.Find(message => message.Id == messageId) is { } read)
        {
            session.Agent.Messages.Remove(read);
            if (read is { Type: AgentMessage.Job, Request: { } request }) request.ReceiveTime ??= call.Organization.Settings.Clock.GetUtcNow();
        }

        return Results.NoContent();
    }

    private static (JsonNode? Message, Task News) Next(Call call)
    {
        lock (call.Organization.Gate)
        {
            var session = Session(call, call.PoolOfAgent());
            session.Renew();
            var last = long.TryParse(call.Query("lastMessageId"), out var id) ? id : 0;
            return (session.Agent.Messages.Find(message => message.Id > last) is { } next ? Seal(next, session) : null, session.News);
        }
    }

    private static AgentSession Session(Call call, Pool pool)
    {
        var session = pool.GetSession(Guid.TryParse(call.Query("sessionId"), out var id) ? id : Guid.Empty);
        call.RequireItself(session.Agent, pool);
        return session;
    }

    private static JsonNode Seal(AgentMessage message, AgentSession session)
    {
        var (iv, body) = session.Encrypt(message.Body);
        return new JsonObject { ["messageId"] = message.Id, ["messageType"] = message.Type, ["iv"] = Convert.ToBase64String(iv), ["body"] = Convert.ToBase64String(body) };
    }
}
