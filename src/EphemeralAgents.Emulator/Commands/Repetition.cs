using EphemeralAgents.Emulator.Pipelines;

namespace EphemeralAgents.Emulator.Commands;

/// <summary>What <c>--then</c> asks for; the state of a run lives in memory, so that a repetition belongs to the same process.</summary>
internal sealed record Repetition(string? Stage)
{
    private const string Failed = "rerun-failed";
    private const string OfStage = "rerun-stage=";

    public static Repetition Parse(string text) =>
        text == Failed ? new Repetition(Stage: null)
        : text.StartsWith(OfStage, StringComparison.Ordinal) && text.Length > OfStage.Length ? new Repetition(text[OfStage.Length..])
        : throw new UsageException($"--then is {Failed} or {OfStage}NAME, not '{text}'.");

    /// <exception cref="UsageException">The run has no such stage.</exception>
    public Task RunAsync(PipelineRun run, CancellationToken ct)
    {
        if (Stage is null) return run.RerunFailedAsync(ct);
        return run.Stages.Any(s => string.Equals(s.Name, Stage, StringComparison.OrdinalIgnoreCase)) ? run.RerunStageAsync(Stage, ct)
            : throw new UsageException($"There is no stage '{Stage}'; there are: {string.Join(", ", run.Stages.Select(s => s.Name))}.");
    }
}
