using EphemeralAgents.Agents;

namespace EphemeralAgents.Supervisor.AgentProcesses;

/// <summary>
/// The agent's environment: what the image and the user set, without anything that is the supervisor's or that leads to a
/// credential. The agent shows its variables to everybody who may see the pool and hands them to the job's steps.
/// </summary>
internal static class AgentEnvironment
{
    // Ours; every variant of a managed identity's endpoint; and arguments in disguise that would reconfigure the agent.
    private static readonly string[] Withheld =
        ["EPHEMERAL_AGENT", "IDENTITY_", "MSI_", "IMDS_", "AZURE_POD_IDENTITY_", "VSTS_AGENT_INPUT_", "SYSTEM_ACCESSTOKEN"];

    // What the platform or a shell sets: no capability that a job should demand.
    private static readonly string[] NoCapabilities = ["KUBERNETES_", "Fabric_", "HOSTNAME", "PWD", "OLDPWD", "SHLVL", "_"];

    private const string Ignored = "VSO_AGENT_IGNORE";

    public static IReadOnlyDictionary<string, string> For(
        IReadOnlyDictionary<string, string> supervisor, AgentBundle bundle, AgentUser? user, string agentRoot)
    {
        string?[] secrets = [bundle.Cleanup.AzureDevOpsToken, bundle.Cleanup.ResourceManagerToken];
        var agent = supervisor
            .Where(variable => !Withheld.Any(prefix => variable.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .Where(variable => !secrets.Any(secret => !string.IsNullOrEmpty(secret) && variable.Value.Contains(secret, StringComparison.Ordinal)))
            .ToDictionary(StringComparer.Ordinal);

        agent[Ignored] = string.Join(',', agent.Keys.Where(IsNoCapability).Append(Ignored).Concat(ListIn(agent)).Distinct(StringComparer.OrdinalIgnoreCase));
        if (user is null) return agent;
        agent["HOME"] = Directory.Exists(user.Home) ? user.Home : agentRoot;
        agent["USER"] = agent["LOGNAME"] = user.Name;
        return agent;
    }

    private static bool IsNoCapability(string name) => NoCapabilities.Any(item =>
        item.Length > 1 && item.EndsWith('_') ? name.StartsWith(item, StringComparison.OrdinalIgnoreCase) : name.Equals(item, StringComparison.OrdinalIgnoreCase));

    private static string[] ListIn(Dictionary<string, string> environment) =>
        environment.GetValueOrDefault(Ignored, "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
