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

    /// <summary>The last stage that the supervisor wrote, such as <c>network.dns</c>; null when it wrote none.</summary>
    public string? LastStage => Lines.LastOrDefault(line => line.StartsWith(StagePrefix, StringComparison.Ordinal)) is { } line ? StageOf(line[StagePrefix.Length..]) : null;

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var happened in Group?.Events ?? []) text.AppendLine($"  event {happened.Name}: {happened.Message}");
        if (LastStage is { } stage) text.AppendLine($"  the supervisor's last stage: {stage}");
        var lines = Lines;
        if (lines.Length == 0) return text.Append("  the container wrote nothing").ToString();
        text.AppendLine($"  the end of what the container wrote:");
        foreach (var line in lines.TakeLast(LogLines)) text.AppendLine($"  | {line}");
        return text.ToString().TrimEnd();
    }

    private static string? StageOf(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.GetProperty("stage").GetString();
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null; // whoever wrote the log may have written anything
        }
    }
}
