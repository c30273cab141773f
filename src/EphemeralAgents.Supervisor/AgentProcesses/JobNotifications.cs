using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace EphemeralAgents.Supervisor.AgentProcesses;

/// <summary>
/// What the agent tells through its notification socket (azure-pipelines-agent, JobNotification). It connects when its session
/// exists and sends <c>Starting job: ID</c> before any of the job's code runs. Later a job could connect and tell anything, so
/// only the first start is believed, and the end is never taken from here.
/// </summary>
internal sealed partial class JobNotifications : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _online = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _jobStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    public JobNotifications()
    {
        _listener.Start();
        Address = _listener.LocalEndpoint.ToString()!;
        _accepting = AcceptAsync();
    }

    /// <summary>What the agent's settings call <c>notificationSocketAddress</c>.</summary>
    public string Address { get; }

    /// <summary>Completes when the agent has connected: it is online.</summary>
    public Task Online => _online.Task;

    /// <summary>Completes with the job's id when a job starts.</summary>
    public Task<string> JobStarted => _jobStarted.Task;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    // One connection after another: an agent that has updated itself connects again.
    private async Task AcceptAsync()
    {
        try
        {
            while (!JobStarted.IsCompleted)
            {
                using var connection = await _listener.AcceptTcpClientAsync(_end.Token);
                _online.TrySetResult();
                await ReadAsync(connection.GetStream());
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Nobody is interested any more.
        }
    }

    private async Task ReadAsync(NetworkStream stream)
    {
        var heard = "";
        var buffer = new byte[256];
        try
        {
            int read;
            while (!JobStarted.IsCompleted && (read = await stream.ReadAsync(buffer, _end.Token)) > 0)
            {
                heard += Encoding.ASCII.GetString(buffer, 0, read);
                if (Started().Match(heard) is { Success: true } started) _jobStarted.TrySetResult(started.Groups["id"].Value);
                if (heard.Length > 512) heard = heard[^128..];
            }
        }
        catch (IOException)
        {
            // The agent ended without a word.
        }
    }

    [GeneratedRegex("Starting job: (?<id>[0-9A-Fa-f-]{36})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Started();
}
