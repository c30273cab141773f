using System.Text.Json;
using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>Reads parts of a request's body; what is missing or of another kind is null.</summary>
internal static class Reading
{
    public static JsonObject? Object(this JsonObject json, string name) => json[name] as JsonObject;

    public static IEnumerable<JsonObject> Objects(this JsonObject json, string name) => (json[name] as JsonArray ?? []).OfType<JsonObject>();

    public static string? Text(this JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static double? Number(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<double>(out var number) ? number : null;

    public static JsonObject Copy(this JsonObject json) => (JsonObject)json.DeepClone();
}
