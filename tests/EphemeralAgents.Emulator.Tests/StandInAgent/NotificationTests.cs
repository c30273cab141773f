using System.Net;
using System.Net.Sockets;

namespace EphemeralAgents.Emulator.Tests.StandInAgent;

public sealed class NotificationTests
{
    [Test]
    public async Task The_socket_hears_of_the_session_of_the_job_and_of_the_end()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud, settings => settings["notificationSocketAddress"] = socket.LocalEndpoint.ToString()!);

        await using var process = agent.Start("run", "--once");
        using var connection = await socket.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        Assert.That(agent.Agent.IsOnline, Is.True, "a connection means that the agent is online");
        using var messages = new StreamReader(connection.GetStream());
        var request = new SomeJob().Script("true").Queue(cloud);
        await request.OutcomeAsync();

        Assert.That(await messages.ReadToEndAsync(), Is.EqualTo($"Starting job: {request.Job.Id}Finished job: {request.Job.Id}<EOF>"));
        Assert.That(await process.ExitAsync(), Is.Zero);
    }

    [Test]
    public async Task A_socket_that_refuses_changes_nothing_else()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        var address = socket.LocalEndpoint.ToString()!;
        socket.Stop();
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud, settings => settings["notificationSocketAddress"] = address);
        var request = new SomeJob().Script("true").Queue(cloud);

        await using var process = agent.Start("run", "--once");

        Assert.That((await request.OutcomeAsync()).Result, Is.EqualTo(Emulator.AzureDevOps.JobResult.Succeeded));
        Assert.That(await process.ExitAsync(), Is.Zero);
        Assert.That(process.Output, Does.Contain("Job notifications are off"));
    }
}
