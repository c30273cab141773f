using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using EphemeralAgents.Emulator;

namespace EphemeralAgents.Supervisor.Tests;

public sealed class NetworkGateTests
{
    [Test]
    public async Task A_name_that_does_not_resolve_is_named_and_nothing_is_started_or_deleted()
    {
        await using var harness = new Harness("exit 0");

        await GiveUpAsync(harness, new Uri("https://dev.azure.invalid/fabrikam/"));

        Assert.That(harness.Stages, Does.Contain("network.dns retrying").And.Contain("network.dns failed").And.Not.Contain("network.dns ok"));
        Assert.That(harness.DetailOf("network.dns"), Does.Contain("does the virtual network's DNS resolve 'dev.azure.invalid'?"));
        Assert.That(harness.Log.Calls, Is.Empty);
        Assert.That(harness.Agent.Starts, Is.Empty);
    }

    [Test]
    public async Task A_refused_connection_fails_the_stage_tcp()
    {
        await using var harness = new Harness("exit 0");
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var address = closed.LocalEndpoint;
        closed.Stop();

        await GiveUpAsync(harness, new Uri($"https://{address}/fabrikam/"));

        Assert.That(harness.Stages, Does.Contain("network.dns ok").And.Contain("network.tcp failed"));
        Assert.That(harness.DetailOf("network.tcp"), Does.Contain("Given up after 180 s"));
    }

    [Test]
    public async Task An_authority_that_is_not_trusted_fails_the_stage_tls()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        await using var harness = new Harness("exit 0");

        await GiveUpAsync(harness, cloud.OrganizationUrl);

        Assert.That(harness.Stages, Does.Contain("network.tcp ok").And.Contain("network.tls failed"));
    }

    [Test]
    public async Task A_trusted_authority_opens_the_gate_whatever_the_service_answers()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        await using var harness = new Harness("exit 0");
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPemFile(cloud.CaCertificatePath);
        harness.Settings = harness.Settings with { Trust = trust };
        harness.Bundle = harness.Bundle with { OrganizationUrl = cloud.OrganizationUrl };

        await harness.RunAsync();

        Assert.That(harness.Stages, Does.Contain("network.tls ok").And.Contain("network.http ok").And.Contain("agent.exited ok"));
    }

    [Test]
    public async Task A_service_that_hangs_up_fails_the_stage_http()
    {
        await using var harness = new Harness("exit 0");
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var hangingUp = HangUpAsync(server);

        await GiveUpAsync(harness, new Uri($"http://{server.LocalEndpoint}/fabrikam/"));
        server.Stop();
        await hangingUp;

        Assert.That(harness.Stages, Does.Contain("network.tcp ok").And.Contain("network.http failed"));
    }

    [Test]
    public async Task A_network_that_comes_up_late_is_waited_for()
    {
        await using var harness = new Harness("exit 0");
        using var reserved = new TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        var address = (IPEndPoint)reserved.LocalEndpoint;
        reserved.Stop();
        harness.Bundle = harness.Bundle with { OrganizationUrl = new Uri($"http://{address}/fabrikam/") };

        var run = harness.RunAsync();
        await Patient.Await(harness.Clock.WaitedForAsync(TimeSpan.FromSeconds(1)));
        using var late = new TcpListener(address);
        late.Start();
        var answering = Harness.AnswerAsync(late);
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        await run;
        late.Stop();
        await answering;

        Assert.That(harness.Stages, Does.Contain("network.tcp retrying").And.Contain("network.http ok").And.Contain("agent.exited ok"));
    }

    private static async Task GiveUpAsync(Harness harness, Uri organization)
    {
        harness.Bundle = harness.Bundle with { OrganizationUrl = organization };
        var run = harness.RunAsync();
        foreach (var delay in (int[])[1, 2, 4, 8]) await harness.PassAsync(TimeSpan.FromSeconds(delay));
        for (var i = 0; i < 16; i++) await harness.PassAsync(TimeSpan.FromSeconds(10));
        await run;
    }

    private static async Task HangUpAsync(TcpListener server)
    {
        try
        {
            while (true)
            {
                using var client = await server.AcceptTcpClientAsync();
            }
        }
        catch (SocketException)
        {
            // The test is over.
        }
    }
}
