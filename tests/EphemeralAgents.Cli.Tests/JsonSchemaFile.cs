using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EphemeralAgents.Cli.Tests;

/// <summary>A JSON schema (draft 4), as far as the one of task.json uses the language.</summary>
internal sealed class JsonSchemaFile(string path)
{
    private readonly JsonNode _root = JsonNode.Parse(File.ReadAllText(path))!;

    public IReadOnlyList<string> Violations(JsonNode document) => [.. Check(_root, document, "$")];

    private IEnumerable<string> Check(JsonNode schema, JsonNode? value, string at)
    {
        if ((string?)schema["$ref"] is { } reference) schema = reference.Split('/').Skip(1).Aggregate(_root, (node, key) => node[key]!);
        if (schema["type"] is { } type && !Types(type).Any(one => Is(one, value))) return [$"{at}: is no {type.ToJsonString()}"];
        return
        [
            .. Rule(schema["enum"] is not JsonArray allowed || allowed.Any(one => JsonNode.DeepEquals(one, value)), $"{at}: is none of the enumeration"),
            .. Rule((string?)schema["pattern"] is not { } pattern || Regex.IsMatch((string)value!, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)), $"{at}: does not match"),
            .. Rule(schema["anyOf"] is not JsonArray choices || choices.Any(choice => !Check(choice!, value, at).Any()), $"{at}: is none of the alternatives"),
            .. value is JsonObject fields ? CheckFields(schema, fields, at) : [],
            .. value is JsonArray items && schema["items"] is { } each ? items.SelectMany((item, i) => Check(each, item, $"{at}[{i}]")) : [],
        ];
    }

    private IEnumerable<string> CheckFields(JsonNode schema, JsonObject fields, string at)
    {
        var known = schema["properties"] as JsonObject ?? [];
        var isClosed = schema["additionalProperties"] is JsonValue additional && !(bool)additional;
        foreach (var name in (schema["required"] as JsonArray ?? []).Select(name => (string)name!).Where(name => !fields.ContainsKey(name))) yield return $"{at}: lacks {name}";
        foreach (var (name, value) in fields)
        {
            if (isClosed && !known.ContainsKey(name)) yield return $"{at}.{name}: is unknown";
            if (known[name] is not { } property) continue;
            foreach (var violation in Check(property, value, $"{at}.{name}")) yield return violation;
        }
    }

    private static IEnumerable<string> Rule(bool holds, string otherwise) => holds ? [] : [otherwise];

    private static IEnumerable<string> Types(JsonNode type) => type is JsonArray several ? several.Select(one => (string)one!) : [(string)type!];

    private static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind()) is
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String)
        or ("number" or "integer", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False);
}
