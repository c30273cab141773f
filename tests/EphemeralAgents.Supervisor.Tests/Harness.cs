using System.Net;
using System.Net.Sockets;
using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Supervisor.Tests;

/// <summary>A supervisor with everything around it: a fake agent as a real process, fakes of both ports, and a server that answers the network gate.</summary>
internal sealed class Harness : IAsyncDisposable
{
    public const string AzureDevOpsToken = "sealed-azure-devops-token";
    public const string ResourceManagerToken = "sealed-resource-manager-token";

    public static readonly TimeSpan ClaimTimeout = TimeSpan.FromMinutes(20);
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(12);

    // Making one is slow, and nothing here depends on whose it is.
    private static readonly AgentKey Key = AgentKey.Create();

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    /// <param name="script">The body of the fake listener, a shell script.</param>
    public Harness(string script)
    {
        Agent = new FakeAgent(script);
        Pools = new FakeAgentPools(Log);
        Groups = new FakeContainerGroups(Log);
        _server.Start();
        _ = AnswerAsync(_server);
        var organization = new Uri($"http://{_server.LocalEndpoint}/fabrikam/");
        Group = ContainerGroupId.Parse("/subscriptions/8f4b8c0e-0000-4000-8000-000000000001/resourceGroups/agents/providers/Microsoft.ContainerInstance/containerGroups/deploy-1");
        Pools.Agents[7] = new Agent(7, new AgentName("deploy-1"));
        Groups.Groups[Group] = new ContainerGroup(Group) { ProvisioningState = "Succeeded" };
        Means = [new DeletionMeans("managed identity", Groups, DeletionMeans.IdentityPatience)];
        Settings = new SupervisorSettings { AgentRoot = Agent.Root, Environment = Environment };
        Bundle = new AgentBundle
        {
            OrganizationUrl = organization, PoolId = 9, PoolName = "Ephemeral", AgentId = 7, AgentName = "deploy-1",
            Files = AgentFiles.For(new AgentPool(9, "Ephemeral"),
                new RegisteredAgent(7, new AgentName("deploy-1"), Guid.NewGuid(), new Uri(organization, "token"), organization), Key),
            StartBefore = Clock.GetUtcNow() + TimeSpan.FromMinutes(30), ClaimTimeout = ClaimTimeout, MaxLifetime = MaxLifetime,
            Cleanup = new Cleanup { ContainerGroupId = Group.ToString(), AzureDevOpsToken = AzureDevOpsToken, ResourceManagerToken = ResourceManagerToken },
        };
    }

    public FakeAgent Agent { get; }

    public CallLog Log { get; } = new();

    public FakeAgentPools Pools { get; }

    public FakeContainerGroups Groups { get; }

    public ContainerGroupId Group { get; }

    public ManualClock Clock { get; } = new();

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal) { ["PATH"] = "/usr/bin:/bin" };

    public AgentBundle Bundle { get; set; }

    public SupervisorSettings Settings { get; set; }

    public IReadOnlyList<DeletionMeans> Means { get; set; }

    public bool HasToken { get; set; } = true;

    public StageLog Output { get; } = new();

    /// <summary>The stages in their order with their outcomes, such as <c>guard ok</c>.</summary>
    public string[] Stages => [.. StageLine.In(Output.Text).Select(line => $"{line.Stage} {line.Outcome}")];

    /// <summary>Answers every request as a service that nobody has signed in to, until the listener stops.</summary>
    public static async Task AnswerAsync(TcpListener server)
    {
        try
        {
            while (true)
            {
                using var client = await server.AcceptTcpClientAsync();
                var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[1024]);
                await stream.WriteAsync("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    public Task RunAsync() => Patient.Await(
        new AgentSupervisor(HasToken ? Pools : null, Means, Settings, Clock, Output).RunAsync(Bundle, _stop.Token));

    /// <summary>Waits until somebody waits for exactly this long, and lets that time pass.</summary>
    public async Task PassAsync(TimeSpan delay)
    {
        await Patient.Await(Clock.WaitedForAsync(delay));
        Clock.Advance(delay);
    }

    /// <summary>The same, as often as it takes.</summary>
    public async Task PassUntilAsync(Task done, TimeSpan delay)
    {
        while (await Task.WhenAny(done, Clock.WaitedForAsync(delay)) != done) Clock.Advance(delay);
        await done;
    }

    public Task StopAsync() => _stop.CancelAsync();

    public string? DetailOf(string stage) => StageLine.In(Output.Text).LastOrDefault(line => line.Stage == stage)?.Detail;

    public async ValueTask DisposeAsync()
    {
        // A test that failed half-way leaves no agent behind.
        await _stop.CancelAsync();
        Clock.Advance(Settings.InterruptGrace);
        _server.Dispose();
        Agent.Dispose();
        _stop.Dispose();
        await TestContext.Out.WriteLineAsync(Output.Text);
        await Output.DisposeAsync();
    }
}
