using System.Text.Json;

namespace EphemeralAgents.Supervisor.Tests;

/// <summary>A stage line as a reader of the container's log understands it.</summary>
internal sealed record StageLine(string Stage, string Outcome, string? Detail)
{
    public static IEnumerable<StageLine> In(string log) => log.Split('\n')
        .Where(line => line.StartsWith("##supervisor {", StringComparison.Ordinal))
        .Select(line => JsonDocument.Parse(line["##supervisor ".Length..]).RootElement)
        .Select(json => new StageLine(json.GetProperty("stage").GetString()!, json.GetProperty("outcome").GetString()!,
            json.TryGetProperty("detail", out var detail) ? detail.GetString() : null));
}
