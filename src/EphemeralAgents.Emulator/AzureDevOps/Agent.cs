using System.Security.Cryptography;

namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>The public half of an agent's RSA key as it is registered: two base64 strings, big-endian.</summary>
public sealed record AgentPublicKey(string Exponent, string Modulus)
{
    internal RSA ToRsa() => RSA.Create(new RSAParameters { Exponent = Convert.FromBase64String(Exponent), Modulus = Convert.FromBase64String(Modulus) });
}

/// <summary>What a client says about an agent when it registers or replaces it.</summary>
public sealed record AgentRegistration(string Name, string? Version, string? OsDescription, int MaxParallelism, AgentPublicKey? PublicKey, IReadOnlyDictionary<string, string> SystemCapabilities);

/// <summary>An agent that is registered in a pool. It is online while it has a session.</summary>
public sealed class Agent
{
    internal Agent(int id, DateTimeOffset now, string authorizationUrl, AgentRegistration registration)
    {
        Id = id;
        CreatedOn = StatusChangedOn = now;
        AuthorizationUrl = authorizationUrl;
        Registration = registration;
        SystemCapabilities = registration.SystemCapabilities;
    }

    public int Id { get; }
    public string Name => Registration.Name;
    public DateTimeOffset CreatedOn { get; }
    public DateTimeOffset StatusChangedOn { get; internal set; }

    /// <summary>What was said at registration, or at the last replacement.</summary>
    public AgentRegistration Registration { get; internal set; }

    /// <summary>The name of the agent's own OAuth identity.</summary>
    public Guid ClientId { get; } = Guid.NewGuid();

    /// <summary>Where the agent gets its tokens; also the audience of its assertions.</summary>
    public string AuthorizationUrl { get; }

    public bool Enabled { get; internal set; } = true;
    public bool IsOnline => Session is not null;

    /// <summary>Registered ones, until a session brings its own.</summary>
    public IReadOnlyDictionary<string, string> SystemCapabilities { get; internal set; }

    /// <summary>Set by hand or by API; no session changes them.</summary>
    public IReadOnlyDictionary<string, string> UserCapabilities { get; internal set; } = new Dictionary<string, string>();

    public JobRequest? AssignedRequest { get; internal set; }
    public JobRequest? LastCompletedRequest { get; internal set; }

    internal AgentSession? Session { get; set; }

    /// <summary>It has said that it takes no further job: true from a run-once job's end until a new session.</summary>
    internal bool ShuttingDown { get; set; }

    /// <summary>Not yet deleted by the agent; they survive a session.</summary>
    internal List<AgentMessage> Messages { get; } = [];

    internal bool CanTakeAJob => IsOnline && Enabled && !ShuttingDown && AssignedRequest is null;

    internal void Send(AgentMessage message)
    {
        Messages.Add(message);
        Session?.Wake();
    }

    internal bool Meets(IEnumerable<Demand> demands)
    {
        var capabilities = new Dictionary<string, string>(SystemCapabilities, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in UserCapabilities) capabilities[name] = value;
        return demands.All(demand => demand.IsMetBy(capabilities));
    }
}
