using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>JSON as Azure DevOps writes it: camelCase names and enums, UTC dates, collections with a count.</summary>
internal static class Json
{
    private const string ContentType = "application/json; charset=utf-8; api-version=7.1";

    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static IResult Ok(JsonNode body) => Answer(200, body);

    public static IResult Collection(IEnumerable<JsonNode> items)
    {
        var value = new JsonArray([.. items]);
        return Ok(new JsonObject { ["count"] = value.Count, ["value"] = value });
    }

    public static IResult Error(RefusedException refused) => Answer(refused.Status, new JsonObject
    {
        ["$id"] = "1",
        ["innerException"] = null,
        ["message"] = refused.Message,
        ["typeName"] = $"Microsoft.TeamFoundation.DistributedTask.WebApi.{refused.Type}, Microsoft.TeamFoundation.DistributedTask.WebApi",
        ["typeKey"] = refused.Type,
        ["errorCode"] = 0,
        ["eventId"] = 3000,
    });

    public static JsonObject Of(IEnumerable<KeyValuePair<string, string>> values) =>
        new(values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value)));

    public static JsonNode? Date(DateTimeOffset? time) => time?.UtcDateTime;

    /// <summary><c>succeededWithIssues</c> for SucceededWithIssues.</summary>
    public static JsonNode? Name<T>(T? value) where T : struct, Enum => value is { } known ? JsonNamingPolicy.CamelCase.ConvertName(known.ToString()) : null;

    /// <summary>Leaves out what is not known, as the service does.</summary>
    public static JsonObject WithoutNulls(JsonObject json)
    {
        foreach (var name in json.Where(member => member.Value is null).Select(member => member.Key).ToList()) json.Remove(name);
        return json;
    }

    private static IResult Answer(int status, JsonNode body) => Results.Text(body.ToJsonString(), ContentType, statusCode: status);
}
