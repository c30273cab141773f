using EphemeralAgents.StandInAgent.Configuration;
using EphemeralAgents.StandInAgent.Connection;

namespace EphemeralAgents.StandInAgent.Listening;

/// <summary>The whole of <c>bin/Agent.Listener</c>: <c>run [--once]</c>.</summary>
internal sealed class ListenerProgram(AgentFolder folder, TextWriter output, TimeProvider clock)
{
    public async Task<int> RunAsync(string[] args, CancellationToken interrupted)
    {
        EnvironmentFile.Load(folder.Environment);
        var options = ListenerOptions.Read(args);
        if (options.PrintVersion)
        {
            output.WriteLine(AgentPackage.Version);
            return (int)ReturnCode.Success;
        }
        if (options.Command != "run")
        {
            output.WriteLine($"The stand-in agent has no command '{options.Command}': it is registered just in time, by its files .agent, .credentials and .credentials_rsaparams.");
            return (int)ReturnCode.TerminatedError;
        }

        using var log = DiagnosticLog.Open(folder, "Agent", clock);
        var terminal = new Terminal(output, log, clock);
        try
        {
            return (int)await ListenAsync(options, terminal, log, interrupted);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return (int)ReturnCode.Success;
        }
        catch (Exception failure)
        {
            terminal.Write($"An error occurred: {failure.Message}");
            log.Write(failure.ToString());
            return (int)ReturnCode.RetryableError;
        }
    }

    private async Task<ReturnCode> ListenAsync(ListenerOptions options, Terminal terminal, DiagnosticLog log, CancellationToken interrupted)
    {
        var settings = AgentSettings.Load(folder);
        using var credentials = AgentCredentials.Load(folder);
        Directory.CreateDirectory(settings.WorkFolderOf(folder));
        terminal.Write("Scanning for tool capabilities.");
        var capabilities = Capabilities.Scan(folder, settings);

        using var http = Transport.Client(new AgentAuthorization(credentials, Transport.Create(AgentProxy.Load(folder)), clock));
        // The real agent holds three: generic, message queue, job requests.
        ServerConnection[] connections = [.. Enumerable.Range(0, 3).Select(_ => new ServerConnection(http, settings.ServerUrl, clock))];
        var session = new AgentSession(connections[1], settings, credentials, capabilities);
        if (!await new SessionStart(connections, session, terminal, clock).RunAsync(interrupted)) return ReturnCode.TerminatedError;

        try
        {
            using var notifications = await NotificationSocket.ConnectAsync(settings.NotificationSocketAddress, terminal, interrupted);
            var jobs = new JobDispatcher(connections[2], folder, settings, options.Once, notifications, terminal, log, clock);
            var update = new SelfUpdate(folder, settings.WorkFolderOf(folder), terminal, clock);
            return await new Listener(session, jobs, update, options.Once, !settings.SkipSessionRecover, terminal, clock).RunAsync(interrupted);
        }
        finally
        {
            await DeleteAsync(session, log);
        }
    }

    private async Task DeleteAsync(AgentSession session, DiagnosticLog log)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), clock);
        try
        {
            await session.DeleteAsync(limit.Token);
        }
        catch (Exception failure) when (failure is ServerException or HttpRequestException or TimeoutException or OperationCanceledException)
        {
            log.Write($"The session could not be deleted: {failure.Message}");
        }
    }
}
