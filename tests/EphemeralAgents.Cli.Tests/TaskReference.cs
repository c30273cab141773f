using System.Text;
using System.Text.Json.Nodes;

namespace EphemeralAgents.Cli.Tests;

/// <summary>docs/task-reference.md, made of task.json.</summary>
internal static class TaskReference
{
    public static string Of(JsonNode task)
    {
        var page = new StringBuilder();
        var inputs = task["inputs"]!.AsArray();
        page.AppendLine($"# The task `{task["name"]}@{task["version"]!["Major"]}`").AppendLine();
        page.AppendLine("<!-- Made of task/EphemeralPipelinesAgents/task.json by ./build.sh --target=Docs. -->").AppendLine();
        page.AppendLine((string)task["description"]!).AppendLine((string)task["helpMarkDown"]!).AppendLine();
        page.AppendLine($"It runs on agents of version {task["minimumAgentVersion"]} or newer. The job's own token and the addresses of organization and project come from the job; nothing has to be mapped.").AppendLine();
        Section(page, "General", null, inputs.Where(input => input!["groupName"] is null));
        foreach (var group in task["groups"]!.AsArray())
            Section(page, (string)group!["displayName"]!, Rule(group), inputs.Where(input => (string?)input!["groupName"] == (string)group["name"]!));

        page.AppendLine("## Output variables").AppendLine();
        page.AppendLine("Give the step a `name`; provisioning sets them. In the same job they are `$(NAME.agentName)`; in a later job of the stage `dependencies.JOB.outputs['NAME.agentName']`.").AppendLine();
        page.AppendLine("| Variable | Meaning |").AppendLine("|---|---|");
        foreach (var output in task["outputVariables"]!.AsArray()) page.AppendLine($"| `{output!["name"]}` | {output["description"]} |");
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void Section(StringBuilder page, string title, string? rule, IEnumerable<JsonNode?> inputs)
    {
        page.AppendLine($"## {title}").AppendLine();
        if (rule is not null) page.AppendLine($"Only where {rule}.").AppendLine();
        page.AppendLine("| Input | Meaning |").AppendLine("|---|---|");
        foreach (var input in inputs) page.AppendLine($"| `{input!["name"]}`{Aliases(input)} | {Meaning(input)} |");
        page.AppendLine();
    }

    private static string Meaning(JsonNode input)
    {
        var required = (bool?)input["required"] is true ? " **Required.**" : "";
        var choices = input["options"] is JsonObject options ? $" One of {string.Join("; ", options.Select(option => $"`{option.Key}` ({option.Value})"))}." : "";
        var otherwise = input["defaultValue"] is { } value ? $" Default: `{value}`." : "";
        var rule = Rule(input) is { } condition ? $" Only where {condition}." : "";
        return $"{input["helpMarkDown"]}{choices}{otherwise}{required}{rule}".Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Aliases(JsonNode input) =>
        input["aliases"] is JsonArray aliases ? $"<br>also {string.Join(", ", aliases.Select(alias => $"`{alias}`"))}" : "";

    private static string? Rule(JsonNode node) => (string?)node["visibleRule"] is { } rule ? $"`{rule}`" : null;
}
