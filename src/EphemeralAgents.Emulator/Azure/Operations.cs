using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>Asynchronous operations by id; each is asked for its state when somebody polls it.</summary>
internal sealed class Operations
{
    private readonly ConcurrentDictionary<string, Func<JsonObject>> _operations = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Announces the operation in the header that clients poll, with the version the service writes whatever the caller used.</summary>
    public void Announce(HttpContext context, string provider, string location, string version, Func<JsonObject> state)
    {
        var id = Guid.NewGuid().ToString();
        _operations[id] = state;
        context.Response.Headers["Azure-AsyncOperation"] =
            $"{context.Request.Scheme}://{context.Request.Host}/subscriptions/{World.SubscriptionId}/providers/{provider}/locations/{location}/operations/{id}?api-version={version}";
    }

    /// <summary>Polling needs a valid token and no role.</summary>
    public static Task<IResult> Get(AzureCloud azure, ArmCall call)
    {
        var id = call.Route("id");
        return azure.Operations._operations.TryGetValue(id, out var state)
            ? Task.FromResult(ArmRoutes.Json(state()))
            : throw new ArmException(404, "NotFound", $"The operation '{id}' was not found.");
    }
}
