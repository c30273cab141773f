using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EphemeralAgents.StandInAgent.Connection;

/// <summary>The service's JSON: camelCase names read in any case, enums as camelCase words, byte arrays in base64, absent instead of null.</summary>
internal static class Json
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is never part of a page
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
