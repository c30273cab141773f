namespace EphemeralAgents.Supervisor.Reporting;

/// <summary>Why something failed, as one line.</summary>
internal static class Reason
{
    /// <summary>The message without its innermost cause repeated; our own exceptions say what was seen and what to do.</summary>
    public static string Of(Exception failure) =>
        failure.InnerException is { } cause && !failure.Message.Contains(cause.Message, StringComparison.Ordinal)
            ? $"{failure.Message} ({Of(cause)})" : failure.Message;
}
