using System.Text.RegularExpressions;

namespace EphemeralAgents.Agents;

/// <summary>The name of an agent, chosen by the user so that a job can demand <c>Agent.Name -equals NAME</c>.</summary>
public sealed partial record AgentName
{
    /// <exception cref="ArgumentException">The text is no agent name.</exception>
    public AgentName(string value) => Value = Valid().IsMatch(value) ? value
        : throw new ArgumentException($"'{value}' is no agent name: use 1-64 letters, digits, '.', '_' and '-', and begin with a letter or digit.", nameof(value));

    public string Value { get; }

    public override string ToString() => Value;

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Valid();
}
