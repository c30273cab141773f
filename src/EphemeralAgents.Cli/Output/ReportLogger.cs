using Microsoft.Extensions.Logging;

namespace EphemeralAgents.Cli.Output;

/// <summary>What the use cases log, as lines of the report.</summary>
internal sealed class ReportLogger<T>(Report report) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        if (logLevel >= LogLevel.Warning) report.Warning(formatter(state, exception));
        else report.Line(formatter(state, exception));
    }
}
