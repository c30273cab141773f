using System.Text.Json.Nodes;

namespace EphemeralAgents.Testing;

/// <summary>A Swagger 2.0 file, as far as judging a request's body by one of its definitions needs it.</summary>
public sealed class SwaggerFile(string path)
{
    private readonly JsonNode _root = JsonNode.Parse(File.ReadAllText(path))!;

    /// <summary>What is wrong with a body: unknown and missing properties, read-only ones unless it is an answer, wrong types, values outside an enumeration.</summary>
    public IReadOnlyList<string> Violations(string definition, JsonNode body, bool isAnswer = false)
    {
        var found = new List<string>();
        Check(new Scope(this, _root["definitions"]![definition]!, isAnswer), body, "$", found);
        return found;
    }

    private static void Check(Scope scope, JsonNode? body, string at, List<string> found)
    {
        scope = scope.Resolved();
        // An enumeration that is modelled as a string is documentation, not a rule; but we only send values that it lists.
        if (scope.Schema["enum"] is JsonArray allowed && !allowed.Any(value => JsonNode.DeepEquals(value, body)))
            found.Add($"{at}: {body?.ToJsonString()} is none of {allowed.ToJsonString()}");

        switch (body)
        {
            case JsonObject fields:
                CheckObject(scope, fields, at, found);
                break;
            case JsonArray items:
                if (scope.Type != "array") found.Add($"{at}: an array where {scope.Type} is expected");
                else for (var i = 0; i < items.Count; i++) Check(scope.At("items"), items[i], $"{at}[{i}]", found);
                break;
            default:
                if (!Fits(scope.Type, body)) found.Add($"{at}: {body?.ToJsonString() ?? "null"} where {scope.Type} is expected");
                break;
        }
    }

    private static void CheckObject(Scope scope, JsonObject fields, string at, List<string> found)
    {
        if (scope.Type is not ("object" or null))
        {
            found.Add($"{at}: an object where {scope.Type} is expected");
            return;
        }

        var properties = scope.Properties();
        found.AddRange(scope.Required().Where(name => !fields.ContainsKey(name)).Select(name => $"{at}: {name} is missing"));
        foreach (var (name, value) in fields)
        {
            if (properties.TryGetValue(name, out var property))
            {
                if (!scope.IsAnswer && (bool?)property.Schema["readOnly"] == true) found.Add($"{at}.{name}: is read-only");
                Check(property, value, $"{at}.{name}", found);
            }
            else if (scope.Schema["additionalProperties"] is JsonObject)
            {
                Check(scope.At("additionalProperties"), value, $"{at}.{name}", found);
            }
            else if (properties.Count > 0)
            {
                found.Add($"{at}.{name}: is unknown");
            }
        }
    }

    private static bool Fits(string? type, JsonNode? value) => type switch
    {
        null => true,
        "integer" or "number" => value?.GetValueKind() == System.Text.Json.JsonValueKind.Number,
        "boolean" => value?.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        "string" => value?.GetValueKind() == System.Text.Json.JsonValueKind.String,
        _ => false,
    };

    /// <summary>A schema and the file that its references count from.</summary>
    private sealed record Scope(SwaggerFile File, JsonNode Schema, bool IsAnswer)
    {
        public string? Type => (string?)Schema["type"];

        public Scope At(string keyword) => this with { Schema = Schema[keyword]! };

        public Scope Resolved()
        {
            if ((string?)Schema["$ref"] is not { } reference) return this;
            var parts = reference.Split('#');
            var file = parts[0].Length == 0 ? File : new SwaggerFile(Path.Combine(Path.GetDirectoryName(File.Location)!, parts[0]));
            var target = parts[1].Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(file._root, (node, key) => node[key]!);
            return new Scope(file, target, IsAnswer).Resolved();
        }

        public Dictionary<string, Scope> Properties()
        {
            var all = new Dictionary<string, Scope>(StringComparer.Ordinal);
            foreach (var part in Parts())
            {
                foreach (var (name, schema) in part.Schema["properties"] as JsonObject ?? []) all[name] = part with { Schema = schema! };
            }

            return all;
        }

        public IEnumerable<string> Required() => Parts().SelectMany(part => part.Schema["required"] as JsonArray ?? []).Select(name => (string)name!);

        private IEnumerable<Scope> Parts() =>
            (Schema["allOf"] as JsonArray ?? []).SelectMany(part => (this with { Schema = part! }).Resolved().Parts()).Append(this);
    }

    private string Location { get; } = Path.GetFullPath(path);
}
