using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework.Constraints;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

/// <summary>
/// Compares an answer with a definition of the published specification (Swagger 2.0): no member that it does not know, none of another
/// type. <paramref name="except"/> names members in which the specification is known to differ from the wire.
/// </summary>
internal sealed class PublishedDefinition(JsonNode specification, string definition, params string[] except) : Constraint
{
    private readonly List<string> _problems = [];

    public override string Description => $"a {definition} as it is published";

    public override ConstraintResult ApplyTo<TActual>(TActual actual)
    {
        Check("$", Definition($"#/definitions/{definition}"), (JsonNode)(object)actual!);
        return new ConstraintResult(this, string.Join(Environment.NewLine, _problems), _problems.Count == 0);
    }

    private JsonNode? Definition(string reference) => specification["definitions"]![reference.Split('/')[^1]];

    private void Check(string path, JsonNode? schema, JsonNode? value)
    {
        if (schema?["$ref"] is { } reference) schema = reference.ToString().StartsWith('#') ? Definition(reference.ToString()) : null;
        if (schema is null || value is null) return;
        if (schema["enum"] is JsonArray names && !names.Any(name => JsonNode.DeepEquals(name, value))) _problems.Add($"{path}: {value} is none of {names.ToJsonString()}");
        if (value is JsonArray items)
        {
            if (!Is(schema, "array")) _problems.Add($"{path} is an array, not {schema["type"]}");
            foreach (var item in items) Check($"{path}[]", schema["items"], item);
        }
        else if (value is JsonObject members)
        {
            CheckMembers(path, schema, members);
        }
        else if (schema["type"] is { } type && !Fits((string)type!, value.GetValueKind()))
        {
            _problems.Add($"{path} is {value.ToJsonString()}, not of type {type}");
        }
    }

    private void CheckMembers(string path, JsonNode schema, JsonObject members)
    {
        var known = Properties(schema).ToDictionary(property => property.Key, property => property.Value);
        foreach (var (name, value) in members.Where(member => !except.Contains(member.Key)))
        {
            if (schema["additionalProperties"] is { } any) Check($"{path}.{name}", any, value);
            else if (known.TryGetValue(name, out var property)) Check($"{path}.{name}", property, value);
            else if (known.Count > 0) _problems.Add($"{path}.{name} is not known");
        }
    }

    private IEnumerable<KeyValuePair<string, JsonNode?>> Properties(JsonNode schema) =>
        (schema["allOf"] as JsonArray ?? []).SelectMany(part => Properties(part!["$ref"] is { } reference ? Definition(reference.ToString())! : part))
        .Concat(schema["properties"] as JsonObject ?? []);

    private static bool Is(JsonNode schema, string type) => schema["type"]?.ToString() == type;

    private static bool Fits(string type, JsonValueKind kind) => type switch
    {
        "integer" or "number" => kind == JsonValueKind.Number,
        "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
        "string" => kind == JsonValueKind.String,
        _ => false,
    };
}
