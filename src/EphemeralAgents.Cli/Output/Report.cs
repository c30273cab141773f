using EphemeralAgents.AzurePipelines.TaskEnvironment;

namespace EphemeralAgents.Cli.Output;

/// <summary>
/// Everything that is told to a person or to the agent. All text passes through here and is neutralised here: only
/// <see cref="LoggingCommands"/> may write what the agent obeys.
/// </summary>
internal sealed class Report
{
    private readonly CliConsole _console;
    private readonly TextWriter _progress;
    private readonly LoggingCommands? _agent;

    public Report(CliConsole console, bool isPipeline, bool isJson = false)
    {
        _console = console;
        IsJson = isJson;
        _progress = isJson ? console.Error : console.Out;
        _agent = isPipeline ? new LoggingCommands(_progress) : null;
    }

    /// <summary>The result is one JSON document on standard output; everything else goes to standard error.</summary>
    public bool IsJson { get; }

    public void Line(string text) => _progress.WriteLine(OutsideText.Neutralise(text));

    public void Warning(string text)
    {
        var told = OutsideText.Neutralise(text);
        if (_agent is not null) _agent.LogWarning(told);
        else _console.Error.WriteLine($"warning: {told}");
    }

    public void Problem(string text)
    {
        var told = OutsideText.Neutralise(text);
        if (_agent is not null) _agent.LogError(told);
        else _console.Error.WriteLine(told);
    }

    public void Debug(string text)
    {
        var told = OutsideText.Neutralise(text);
        if (_agent is not null) _agent.Debug(told);
        else _console.Error.WriteLine(told);
    }

    /// <summary>The task has failed: the run's page shows the line.</summary>
    public void Failed(string text) => _agent?.Fail(OutsideText.Neutralise(text));

    public void OutputVariable(string name, string value) => _agent?.SetOutput(name, OutsideText.Neutralise(value));

    /// <summary>A secret that this program has made: the agent masks it from here on.</summary>
    public void Mask(string secret) => _agent?.SetSecret(secret);

    /// <summary>Outside text is in it too; '#' stands in JSON strings only, where an escape of it means the same.</summary>
    public void Json(string document) => _console.Out.WriteLine(document.Replace("##", "#\\u0023", StringComparison.Ordinal));
}
