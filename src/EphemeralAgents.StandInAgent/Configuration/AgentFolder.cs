namespace EphemeralAgents.StandInAgent.Configuration;

/// <summary>The agent's root folder, the parent of <c>bin</c>, and what lies in it.</summary>
internal sealed record AgentFolder(string Root)
{
    public static AgentFolder Of(string binFolder) => new(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(binFolder))!);

    public string Bin => Path.Combine(Root, "bin");
    public string Diagnostics => Path.Combine(Root, "_diag");
    public string Settings => Path.Combine(Root, ".agent");
    public string Credentials => Path.Combine(Root, ".credentials");
    public string Key => Path.Combine(Root, ".credentials_rsaparams");
    public string Environment => Path.Combine(Root, ".env");
    public string Capabilities => Path.Combine(Root, ".capabilities");
    public string Proxy => Path.Combine(Root, ".proxy");
    public string ProxyBypass => Path.Combine(Root, ".proxybypass");

    /// <summary>The executable of the worker's process, by whose name it is found among the running ones.</summary>
    public string Worker => Path.Combine(Bin, OperatingSystem.IsWindows() ? "Agent.Worker.exe" : "Agent.Worker");
}
