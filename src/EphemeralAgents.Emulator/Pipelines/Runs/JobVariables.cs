using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Expressions;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>
/// Puts a job's variables together: what was given at queue time, then the pipeline's, the stage's and the job's own; the later win.
/// <c>$[ ]</c> is evaluated; macros are left to the agent.
/// </summary>
internal sealed class JobVariables(IReadOnlyDictionary<string, string> queued, IReadOnlySet<string> secretOutputs)
{
    private readonly HashSet<string> _computed = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, JobVariable> All { get; } = queued.ToDictionary(v => v.Key, v => new JobVariable(v.Value), StringComparer.OrdinalIgnoreCase);

    /// <summary>What the server itself may write where it can be read, as in a job's name.</summary>
    public IReadOnlyDictionary<string, JobVariable> Public => All.Where(v => !v.Value.IsSecret).ToDictionary(v => v.Key, v => v.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// What demands may name: the server replaces <c>$(x)</c> in them once, before a job's runtime expressions and its matrix leg mean anything to it.
    /// </summary>
    public IReadOnlyDictionary<string, JobVariable> ForDemands =>
        Public.Where(v => !_computed.Contains(v.Key)).ToDictionary(v => v.Key, v => v.Value, StringComparer.OrdinalIgnoreCase);

    public void Add(IEnumerable<KeyValuePair<string, JobVariable>> system)
    {
        foreach (var (name, variable) in system) All[name] = variable;
    }

    /// <param name="scopeOf">The scope of a runtime expression, given the variables so far.</param>
    /// <exception cref="ExpressionException">A runtime expression cannot be evaluated.</exception>
    public void Add(IEnumerable<VariableDefinition> definitions, Func<IReadOnlyDictionary<string, JobVariable>, ExpressionScope> scopeOf)
    {
        foreach (var definition in definitions)
        {
            var value = definition.Value;
            var secret = All.GetValueOrDefault(definition.Name) is { IsSecret: true };
            if (value.StartsWith("$[", StringComparison.Ordinal) && value.EndsWith(']'))
            {
                value = Expression.Parse(value[2..^1].Trim()).Text(scopeOf(All));
                secret |= secretOutputs.Contains(value); // a secret output stays one in the job that maps it
                _computed.Add(definition.Name);
            }

            All[definition.Name] = new JobVariable(value, secret, definition.IsReadOnly);
        }
    }

    public void AddLeg(LegDefinition leg)
    {
        foreach (var variable in leg.Variables)
        {
            All[variable.Name] = new JobVariable(variable.Value);
            _computed.Add(variable.Name);
        }
    }
}
