using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Runs;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines;

/// <summary>A stage of a run, in its latest attempt.</summary>
public sealed class StageRun
{
    internal StageRun(StageDefinition definition, IReadOnlyList<string> dependsOn)
    {
        (Definition, DependsOn) = (definition, dependsOn);
        Phases = [.. definition.Jobs.Select(job => new PhaseRun(job))];
    }

    public string Name => Definition.Name;
    public string DisplayName => Definition.DisplayName;
    public int Attempt { get; internal set; } = 1;

    /// <summary>Null until the stage is over.</summary>
    public JobResult? Result { get; internal set; }

    /// <summary>The jobs of the latest attempt, together with those of earlier attempts that were not repeated.</summary>
    public IReadOnlyList<JobRun> Jobs => [.. Phases.SelectMany(p => p.Parts).Select(p => p.Run).OfType<JobRun>()];

    internal StageDefinition Definition { get; }
    internal IReadOnlyList<string> DependsOn { get; }
    internal IReadOnlyList<PhaseRun> Phases { get; }
}
