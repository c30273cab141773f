using System.Text.Json.Nodes;
using NUnit.Framework.Constraints;

namespace EphemeralAgents.Emulator.Tests.AzureDevOps;

/// <summary>
/// Compares JSON with a fixture, member by member: nothing may be missing, nothing more may be there. <c>"*"</c> in the fixture stands
/// for any value but null, since ids, keys and dates differ from run to run.
/// </summary>
internal sealed class WireShape(string fixture) : Constraint
{
    private readonly List<string> _problems = [];

    public override string Description => $"JSON like {fixture}";

    public override ConstraintResult ApplyTo<TActual>(TActual actual)
    {
        Compare("$", JsonNode.Parse(fixture), JsonNode.Parse(actual is Answer answer ? answer.Text : $"{actual}"));
        return new ConstraintResult(this, string.Join(Environment.NewLine, [.. _problems, $"{(actual is Answer got ? got.Text : actual)}"]), _problems.Count == 0);
    }

    private void Compare(string path, JsonNode? expected, JsonNode? actual)
    {
        if (expected is JsonValue wildcard && wildcard.ToString() == "*" && actual is not null) return;
        switch (expected, actual)
        {
            case (JsonObject members, JsonObject others):
                foreach (var name in members.Select(member => member.Key).Union(others.Select(member => member.Key)))
                {
                    if (!members.ContainsKey(name)) _problems.Add($"{path}.{name} is not expected");
                    else if (!others.ContainsKey(name)) _problems.Add($"{path}.{name} is missing");
                    else Compare($"{path}.{name}", members[name], others[name]);
                }

                break;
            case (JsonArray items, JsonArray others) when items.Count == others.Count:
                for (var i = 0; i < items.Count; i++) Compare($"{path}[{i}]", items[i], others[i]);
                break;
            default:
                if (!JsonNode.DeepEquals(expected, actual)) _problems.Add($"{path} is {actual?.ToJsonString() ?? "null"}, not {expected?.ToJsonString() ?? "null"}");
                break;
        }
    }
}
