using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EphemeralAgents.Azure;

internal static class ReadJson
{
    /// <summary>What a generic resource carries as <c>properties</c>.</summary>
    public static T Read<T>(this BinaryData properties, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(properties, type) ?? throw new JsonException($"{typeof(T).Name} is null.");
}
