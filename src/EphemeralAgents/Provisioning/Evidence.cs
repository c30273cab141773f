using System.Text;
using System.Text.Json;
using EphemeralAgents.ContainerGroups;

namespace EphemeralAgents.Provisioning;

/// <summary>What there is to see of a container group whose agent did not come online. The log is untrusted text.</summary>
public sealed record Evidence(ContainerGroup? Group, string Log)
{
    /// <summary>How the supervisor's own lines begin; a JSON object with a member <c>stage</c> follows.</summary>
    public const string StagePrefix = "##supervisor ";

    private const int LogLines = 30;

    private string[] Lines => Log.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The stage that tells most: the last that failed, else the last that was reached; null when the supervisor wrote none.</summary>
    public SupervisorStage? Stage
    {
        get
        {
            var stages = Lines.Where(line => line.StartsWith(StagePrefix, StringComparison.Ordinal)).Select(line => StageOf(line[StagePrefix.Length..])).OfType<SupervisorStage>().ToList();
            return stages.FindLast(stage => stage.Outcome == "failed") ?? stages.FindLast(stage => !stage.Name.StartsWith("supervisor.", StringComparison.Ordinal)) ?? stages.LastOrDefault();
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var happened in Group?.Events ?? []) text.AppendLine($"  event {happened.Name}: {happened.Message}");
        if (Stage is { } stage) text.AppendLine($"  the supervisor came as far as: {stage}");
        var lines = Lines;
        if (lines.Length == 0) return text.Append("  the container wrote nothing").ToString();
        text.AppendLine($"  the end of what the container wrote:");
        foreach (var line in lines.TakeLast(LogLines)) text.AppendLine($"  | {line}");
        return text.ToString().TrimEnd();
    }

    private static SupervisorStage? StageOf(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var line = document.RootElement;
            return new SupervisorStage(line.GetProperty("stage").GetString() ?? "", Text(line, "outcome"), Text(line, "detail"));
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null; // whoever wrote the log may have written anything
        }
    }

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;
}

/// <summary>One of the supervisor's own lines, such as <c>network.dns</c>, <c>failed</c>, and why.</summary>
public sealed record SupervisorStage(string Name, string? Outcome, string? Detail)
{
    public override string ToString() => string.Join(": ", new[] { Outcome is null ? Name : $"{Name} ({Outcome})", Detail }.OfType<string>());
}
