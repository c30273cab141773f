using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>
/// The variables of a job as its agent keeps them: names ignore case; macros in the values that a job begins with are expanded
/// recursively; values set at run time are literal; what is unknown stays as it is written.
/// </summary>
internal sealed partial class Variables
{
    private const int DeepestMacro = 50;
    private readonly ConcurrentDictionary<string, JobVariable> _values = new(StringComparer.OrdinalIgnoreCase);

    public Variables(IReadOnlyDictionary<string, JobVariable> initial)
    {
        var raw = new Dictionary<string, JobVariable>(initial, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, variable) in raw) _values[name] = Expand(variable, raw, DeepestMacro);
    }

    public IReadOnlyDictionary<string, JobVariable> All => _values;

    public string? this[string name] => _values.GetValueOrDefault(name)?.Value;

    public void Set(string name, JobVariable variable) => _values[name] = variable;

    /// <summary>Replaces <c>$(name)</c> once; values are not looked into again.</summary>
    public string Expand(string text) => Expand(text, _values);

    public static string Expand(string text, IReadOnlyDictionary<string, JobVariable> values) =>
        Macro.Replace(text, match => values.TryGetValue(match.Groups["name"].Value, out var variable) ? variable.Value : match.Value);

    /// <summary>The name that a variable or an input has in a process's environment.</summary>
    public static string EnvironmentName(string name) => name.Replace('.', '_').Replace(' ', '_').ToUpperInvariant();

    private static JobVariable Expand(JobVariable variable, Dictionary<string, JobVariable> raw, int depth)
    {
        if (depth == 0) return variable;
        var secret = variable.IsSecret;
        var value = Macro.Replace(variable.Value, match =>
        {
            if (!raw.TryGetValue(match.Groups["name"].Value, out var inner)) return match.Value;
            var expanded = Expand(inner, raw, depth - 1);
            secret |= expanded.IsSecret;
            return expanded.Value;
        });
        return variable with { Value = value, IsSecret = secret };
    }

    [GeneratedRegex(@"\$\((?<name>[^()]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Macro { get; }
}
