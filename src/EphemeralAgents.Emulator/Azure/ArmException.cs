using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>A request that Resource Manager or a resource provider refuses; <see cref="ArmErrors"/> makes them.</summary>
internal sealed class ArmException(int status, string code, string message) : Exception(message)
{
    public int Status => status;
    public string Code => code;

    /// <summary>True when Resource Manager itself refuses and the provider never sees the request.</summary>
    public bool AtGateway { get; init; }
    public string? Target { get; init; }
    public TimeSpan? RetryAfter { get; init; }
    public string? Challenge { get; init; }

    public JsonObject Body()
    {
        var error = new JsonObject { ["code"] = code, ["message"] = Message };
        if (Target is not null) error["target"] = Target;
        return new JsonObject { ["error"] = error };
    }
}
