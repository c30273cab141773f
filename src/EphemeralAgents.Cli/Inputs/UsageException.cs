namespace EphemeralAgents.Cli.Inputs;

/// <summary>The input is wrong: one line for each problem. Nothing has been asked of anyone yet.</summary>
internal sealed class UsageException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
