using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>A <c>job:</c> or <c>deployment:</c> of the YAML in a run; the service calls it a phase. It becomes one job or several.</summary>
internal sealed class PhaseRun
{
    public PhaseRun(JobDefinition definition)
    {
        Definition = definition;
        Parts = definition.Hooks is { } hooks ? [.. hooks.Select(h => new PartRun(h.Name, h.DisplayName) { Hook = h })]
            : definition.Legs.Count > 0 ? [.. definition.Legs.Select(l => new PartRun(l.Name, l.Name) { Leg = l })]
            : [new PartRun("__default", null)];
    }

    public JobDefinition Definition { get; }
    public string Name => Definition.Name;
    public int Attempt { get; set; } = 1;
    public JobResult? Result { get; set; }
    public IReadOnlyList<PartRun> Parts { get; }

    /// <summary>As dependents name them: <c>step.variable</c>, or <c>leg.step.variable</c> and <c>hook.step.variable</c>.</summary>
    public IEnumerable<KeyValuePair<string, JobVariable>> Outputs => Parts.Where(p => p.Run is not null)
        .SelectMany(p => p.Run!.Outputs.Select(o => KeyValuePair.Create(p.DisplayName is null ? o.Key : $"{p.Name}.{o.Key}", o.Value)));
}

/// <summary>One job of a phase: the only one, a leg or a hook. <paramref name="Name"/> is System.JobName.</summary>
internal sealed record PartRun(string Name, string? DisplayName)
{
    public LegDefinition? Leg { get; init; }
    public HookDefinition? Hook { get; init; }

    /// <summary>The latest attempt; null while none has been made.</summary>
    public JobRun? Run { get; set; }
}
