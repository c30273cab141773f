namespace EphemeralAgents.Cli.Inputs;

/// <summary>The inputs that describe the agent.</summary>
internal static class RequestInputs
{
    public static readonly Input Pool = new("pool", "NAME", "the agent pool, by name or id") { IsRequired = true };
    public static readonly Input AgentName = new("agentName", "NAME", "the agent's name, which the job demands by 'Agent.Name -equals NAME'")
        { Default = "in a pipeline a prefix, the run's number and the job's name" };
    public static readonly Input AgentNamePrefix = new("agentNamePrefix", "TEXT", "what the agent's name begins with when it is not given") { Default = "epa-" };
    public static readonly Input AgentVersion = new("agentVersion", "VERSION", "the agent's version, as in its image") { Default = "the newest that the organization offers" };
    public static readonly Input Label = new("label", "TEXT", "a value that jobs may demand by 'EphemeralAgents.Request -equals TEXT' in place of the agent's name");

    public static readonly Input ResourceGroup = new("resourceGroup", "NAME", "the resource group of the container group") { IsRequired = true };
    public static readonly Input Location = new("location", "REGION", "the region of the container group") { Default = "the virtual network's" };
    public static readonly Input Image = new("image", "IMAGE", "the container image with the agent and this program as its supervisor") { IsRequired = true };
    public static readonly Input PullIdentity = new("pullIdentity", "RESOURCE-ID", "the user-assigned identity that may pull the image (AcrPull)")
        { Default = "none: the registry service connection pulls it, or anyone may" };
    public static readonly Input Os = new("os", "linux|windows", "the image's operating system") { Default = "linux" };
    public static readonly Input Cpu = new("cpu", "NUMBER", "the agent's CPUs, from 1 to 31") { Default = "2" };
    public static readonly Input Memory = new("memory", "GB", "the agent's memory in GB, from 1 to 240") { Default = "4" };

    public static readonly Input Subnet = new("subnet", "NAME|RESOURCE-ID",
        "the subnet to run in, by name or resource id; it is delegated to Microsoft.ContainerInstance/containerGroups") { IsRequired = true };
    public static readonly Input VirtualNetwork = new("virtualNetwork", "NAME", "the subnet's virtual network; not needed when the subnet is given by its resource id");
    public static readonly Input VirtualNetworkResourceGroup = new("virtualNetworkResourceGroup", "NAME", "the virtual network's resource group") { Default = "the container group's" };
    public static readonly Input DnsServers = new("dnsServers", "ADDRESS", "the DNS servers that the agent asks") { IsList = true, Default = "the virtual network's" };

    public static readonly Input WaitFor = new("waitFor", "online|accepted",
        "when the command is done: the agent is online, or (quicker, but the next job waits for ever if the image then cannot be pulled) Azure has accepted the container group")
        { Default = "online" };
    public static readonly Input OnlineTimeout = new("onlineTimeout", "DURATION", "how long everything up to the agent's being online may take") { Default = "10m" };
    public static readonly Input ClaimTimeout = new("claimTimeout", "DURATION", "how long the agent waits for its job once it is online; it is not started later than this after its creation either") { Default = "30m" };
    public static readonly Input MaxLifetime = new("maxLifetime", "DURATION", "how long the agent may exist, its job included") { Default = "12h" };

    public static readonly Input Cleanup = new("cleanup", "auto|identity|token|none", "what the container may unregister the agent and delete itself with") { Default = "auto" };
    public static readonly Input CleanupIdentity = new("cleanupIdentity", "RESOURCE-ID", "the user-assigned identity that may delete container groups") { Default = "none" };
    public static readonly Input KeepOnFailure = new("keepOnFailure", "true|false", "leave the container group in place when agent or job failed, for a person to look at")
        { IsFlag = true, Default = "false" };
    public static readonly Input EnvironmentVariables = new("environmentVariables", "NAME=value", "environment variables of the container, which anyone who may read it sees") { IsList = true };
    public static readonly Input Tags = new("tags", "NAME=value", "further tags of the container group") { IsList = true };

    public static IReadOnlyList<Input> All { get; } =
    [
        Pool, AgentName, AgentNamePrefix, AgentVersion, Label,
        ResourceGroup, Location, Image, PullIdentity, Os, Cpu, Memory,
        Subnet, VirtualNetwork, VirtualNetworkResourceGroup, DnsServers,
        WaitFor, OnlineTimeout, ClaimTimeout, MaxLifetime,
        Cleanup, CleanupIdentity, KeepOnFailure, EnvironmentVariables, Tags,
    ];
}
