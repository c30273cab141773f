using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Cli.Output;

/// <summary>What the commands have done, for people, for the pipeline and for programs. The JSON's members are a contract.</summary>
internal static class Results
{
    public static void Tell(this Report report, ProvisionedAgent agent)
    {
        foreach (var warning in agent.Warnings) report.Warning(warning);
        var provisioned = new ProvisionedJson(agent.AgentName.Value, agent.AgentId, agent.AgentVersion, agent.Pool.Name, agent.Pool.Id,
            agent.ContainerGroup.ToString(), agent.ContainerGroup.Name.Value, agent.Location, agent.Warnings,
            [.. agent.Timeline.Select(reached => new PhaseJson(reached.Phase.ToString().ToLowerInvariant(), Math.Round(reached.Elapsed.TotalSeconds, 3), reached.Detail))]);
        report.OutputVariable("agentName", provisioned.AgentName);
        report.OutputVariable("agentId", FormattableString.Invariant($"{provisioned.AgentId}"));
        report.OutputVariable("agentVersion", provisioned.AgentVersion);
        report.OutputVariable("poolName", provisioned.PoolName);
        report.OutputVariable("containerGroupId", provisioned.ContainerGroupId);
        report.OutputVariable("containerGroupName", provisioned.ContainerGroupName);
        if (report.IsJson) report.Json(JsonSerializer.Serialize(provisioned, ResultsJson.Readable.ProvisionedJson));
        else report.Line(Summary(agent));
    }

    public static void Tell(this Report report, RemovedAgent removed)
    {
        if (report.IsJson)
        {
            report.Json(JsonSerializer.Serialize(
                new RemovedJson(removed.AgentName.Value, removed.AgentWasRegistered, [.. removed.ContainerGroups.Select(group => group.ToString())]), ResultsJson.Readable.RemovedJson));
            return;
        }

        report.Line(removed.AgentWasRegistered ? $"Agent '{removed.AgentName}' was unregistered." : $"No agent '{removed.AgentName}' was registered.");
        foreach (var group in removed.ContainerGroups) report.Line($"Container group {group} is being deleted.");
        if (removed.ContainerGroups.Count == 0) report.Line("Its container group was gone already.");
    }

    private static string Summary(ProvisionedAgent agent) => FormattableString.Invariant($"""

        Agent '{agent.AgentName}' is ready for its job: demand 'Agent.Name -equals {agent.AgentName}'.
          pool             {agent.Pool.Name} ({agent.Pool.Id})
          agent            {agent.AgentId}, version {agent.AgentVersion}
          container group  {agent.ContainerGroup}
          region           {agent.Location}
        """);
}

internal sealed record ProvisionedJson(
    string AgentName, int AgentId, string AgentVersion, string PoolName, int PoolId, string ContainerGroupId, string ContainerGroupName,
    string Location, IReadOnlyList<string> Warnings, IReadOnlyList<PhaseJson> Timeline);

internal sealed record PhaseJson(string Phase, double ElapsedSeconds, string Detail);

internal sealed record RemovedJson(string AgentName, bool AgentWasRegistered, IReadOnlyList<string> ContainerGroupIds);

[JsonSerializable(typeof(ProvisionedJson))]
[JsonSerializable(typeof(RemovedJson))]
internal sealed partial class ResultsJson : JsonSerializerContext
{
    // A console is no web page: apostrophes and other people's letters stay readable.
    public static ResultsJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
