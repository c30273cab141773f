namespace EphemeralAgents.Emulator.Pipelines;

/// <summary>One thing that is wrong in a pipeline, at a line and column of its YAML, both from 1.</summary>
public sealed record PipelineError(int Line, int Column, string Message)
{
    public override string ToString() => $"(Line: {Line}, Col: {Column}): {Message}";
}

/// <summary>A pipeline that cannot be started; nothing of it has run.</summary>
public sealed class PipelineException(IReadOnlyList<PipelineError> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    internal PipelineException(PipelineError error) : this([error])
    {
    }

    public IReadOnlyList<PipelineError> Errors { get; } = errors;
}
