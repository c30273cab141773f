using System.Diagnostics.Tracing;
using Azure.Core.Diagnostics;

namespace EphemeralAgents.Cli.Output;

/// <summary>One line for each request and answer, as Azure.Core logs them: headers and query values that it does not know are redacted.</summary>
internal sealed class RequestLines(Report report) : IDisposable
{
    private readonly AzureEventSourceListener _listener = new((log, message) =>
    {
        // The sign-in library is on the same channel, with many lines of its own.
        if (log.EventSource.Name == "Azure-Core") report.Debug(message.ReplaceLineEndings("; "));
    }, EventLevel.Informational);

    public void Dispose() => _listener.Dispose();
}
