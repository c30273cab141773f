using System.Text.RegularExpressions;

namespace EphemeralAgents.StandInAgent.Jobs;

/// <summary>The variables of a job; names are compared without case.</summary>
internal sealed partial class JobVariables
{
    private const int DeepestNesting = 50;
    private readonly Dictionary<string, Variable> _variables = new(StringComparer.OrdinalIgnoreCase);

    public JobVariables(IEnumerable<KeyValuePair<string, Variable>> variables)
    {
        foreach (var (name, variable) in variables) _variables[name] = variable;
        // Values may name other variables; what steps set later is taken literally.
        foreach (var (name, variable) in _variables.ToArray()) _variables[name] = variable with { Value = Expand(variable.Value ?? "", DeepestNesting) };
    }

    public string? this[string name] => _variables.TryGetValue(name, out var variable) ? variable.Value : null;

    public IEnumerable<KeyValuePair<string, Variable>> Public => _variables.Where(variable => !variable.Value.IsSecret);

    public IEnumerable<KeyValuePair<string, Variable>> Secret => _variables.Where(variable => variable.Value.IsSecret);

    public IReadOnlyDictionary<string, Variable> All => _variables;

    public void Set(string name, string value, bool isSecret = false) => _variables[name] = new Variable(value, isSecret);

    public bool IsReadOnly(string name) => _variables.TryGetValue(name, out var variable) && variable.IsReadOnly;

    /// <summary>Replaces <c>$(name)</c> by the variable's value; a name that is no variable stays as it is, as a shell may know it.</summary>
    public string Expand(string text) => Expand(text, nesting: 1);

    /// <summary>A variable's name as an environment variable: upper-case, <c>_</c> for a dot or space.</summary>
    public static string EnvironmentName(string name) => name.Replace('.', '_').Replace(' ', '_').ToUpperInvariant();

    private string Expand(string text, int nesting) => Macro().Replace(text, macro =>
        this[macro.Groups["name"].Value] is not { } value ? macro.Value : nesting > 1 ? Expand(value, nesting - 1) : value);

    [GeneratedRegex(@"\$\((?<name>[^()]+)\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Macro();
}
