namespace EphemeralAgents.AzurePipelines.TaskEnvironment;

/// <summary>
/// Speaks to the agent through the task's output (azure-pipelines-agent, Command: <c>##vso[area.event name=value;…]data</c>, which ends
/// its properties at the first <c>]</c>). The agent acts on a command as soon as it reads the line.
/// </summary>
public sealed class LoggingCommands(TextWriter output)
{
    /// <summary>From here on the agent masks the value wherever it is printed. The agent does not show this line itself.</summary>
    public void SetSecret(string value) => Write("task.setsecret", "", value);

    /// <summary>Sets an output variable, which other jobs read when the step has a name.</summary>
    public void SetOutput(string name, string value) => Write("task.setvariable", $" variable={Property(name)};isOutput=true", value);

    public void LogError(string message) => Write("task.logissue", " type=error", message);

    public void LogWarning(string message) => Write("task.logissue", " type=warning", message);

    /// <summary>A line that is shown only when the run has <c>System.Debug</c>.</summary>
    public void Debug(string message) => Write("task.debug", "", message);

    /// <summary>Ends the task as failed, with a line for the run's page.</summary>
    public void Fail(string message) => Write("task.complete", " result=Failed;", message);

    private void Write(string command, string properties, string data) => output.WriteLine($"##vso[{command}{properties}]{Data(data)}");

    // The agent knows no %25: its escape for the escape character is %AZP25.
    private static string Data(string text) => text
        .Replace("%", "%AZP25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text)
        .Replace("]", "%5D", StringComparison.Ordinal)
        .Replace(";", "%3B", StringComparison.Ordinal);
}
