using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EphemeralAgents.StandInAgent.Listening;

/// <summary>
/// Tells a local listener, named by <c>notificationSocketAddress</c> in <c>.agent</c>, when jobs start and finish. Messages follow each other
/// without a delimiter. Notification is best effort: a refused or broken connection only ends it.
/// </summary>
internal sealed class NotificationSocket : IDisposable
{
    private Socket? _socket;

    /// <summary>Connects; called once the agent's session exists, so that a connection means that the agent is online.</summary>
    public static async Task<NotificationSocket> ConnectAsync(string? address, Terminal terminal, CancellationToken ct)
    {
        var notifications = new NotificationSocket();
        if (!IPEndPoint.TryParse(address ?? "", out var endpoint)) return notifications;
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, ct);
            notifications._socket = socket;
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            terminal.Write($"Job notifications are off: {failure.Message}");
        }
        return notifications;
    }

    public void JobStarting(Guid job) => Send($"Starting job: {job}");

    public void JobFinished(Guid job) => Send($"Finished job: {job}");

    public void Dispose()
    {
        Send("<EOF>");
        _socket?.Dispose();
        _socket = null;
    }

    private void Send(string message)
    {
        try
        {
            _socket?.Send(Encoding.UTF8.GetBytes(message));
        }
        catch (SocketException)
        {
            _socket?.Dispose();
            _socket = null;
        }
    }
}
