using System.Security.Cryptography.X509Certificates;

namespace EphemeralAgents.Supervisor;

/// <summary>How this container's image and platform want the agent to be run; everything about the agent itself is in its bundle.</summary>
public sealed record SupervisorSettings
{
    /// <summary>The folder that holds <c>bin/Agent.Listener</c>.</summary>
    public required string AgentRoot { get; init; }

    /// <summary>The name or the number of the user to run the agent as; null runs it as the supervisor's own, which is insecure.</summary>
    public string? AgentUser { get; init; }

    /// <summary>The environment that the supervisor was started with; the agent's is made from it.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>How long the network may take to come up.</summary>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long an interrupted agent has until it is killed. It gives its own worker up to 30 s.</summary>
    public TimeSpan InterruptGrace { get; init; } = TimeSpan.FromSeconds(35);

    /// <summary>The same when the platform stops the container, which does not wait for long.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long an agent that updates itself may take to put its new version in place.</summary>
    public TimeSpan UpdateTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Which certificates Azure DevOps may have; null trusts what the system trusts.</summary>
    public X509ChainPolicy? Trust { get; init; }
}
