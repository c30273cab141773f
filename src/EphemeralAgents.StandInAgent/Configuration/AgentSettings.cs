using System.Text.Json;
using EphemeralAgents.StandInAgent.Connection;

namespace EphemeralAgents.StandInAgent.Configuration;

/// <summary>The file <c>.agent</c> (azure-pipelines-agent, AgentSettings): UTF-8 with or without a byte order mark.</summary>
internal sealed record AgentSettings(
    int AgentId, string AgentName, int PoolId, Uri ServerUrl, string WorkFolder = "_work", bool SkipCapabilitiesScan = false,
    bool SkipSessionRecover = false, string? NotificationSocketAddress = null)
{
    /// <exception cref="InvalidOperationException">There is no such file, or it lacks what an agent cannot do without.</exception>
    public static AgentSettings Load(AgentFolder folder)
    {
        if (!File.Exists(folder.Settings)) throw new InvalidOperationException("Not configured. The file .agent is missing.");
        // File.ReadAllText drops a byte order mark; the JSON reader would refuse it.
        var settings = JsonSerializer.Deserialize<AgentSettings>(File.ReadAllText(folder.Settings), Json.Options);
        return settings is { AgentId: > 0, PoolId: > 0, AgentName.Length: > 0, ServerUrl: not null }
            ? settings with { ServerUrl = new Uri(settings.ServerUrl.AbsoluteUri.TrimEnd('/') + "/") }
            : throw new InvalidOperationException("The file .agent lacks agentId, agentName, poolId or serverUrl.");
    }

    public string WorkFolderOf(AgentFolder folder) => Path.GetFullPath(Path.Combine(folder.Root, WorkFolder));
}
