using EphemeralAgents.Agents;
using EphemeralAgents.Supervisor.Reporting;

namespace EphemeralAgents.Supervisor;

/// <summary>Where the bundle comes from: <see cref="AgentBundle.Variable"/> of the container's environment.</summary>
public static class BundleVariable
{
    /// <returns>The bundle, or null when there is none that can be read; a stage line has said why.</returns>
    public static AgentBundle? Read(IReadOnlyDictionary<string, string> environment, TimeProvider clock, TextWriter output)
    {
        var stages = new StageLines(output, clock);
        if (!environment.TryGetValue(AgentBundle.Variable, out var text) || text.Length == 0)
        {
            stages.Write("bundle", Outcome.Failed, $"{AgentBundle.Variable} is not set: this container is started by 'ephemeral-agents provision', not by hand.");
            return null;
        }

        try
        {
            return AgentBundle.Decode(text);
        }
        catch (FormatException failure)
        {
            stages.Write("bundle", Outcome.Failed, failure.Message);
            return null;
        }
    }
}
