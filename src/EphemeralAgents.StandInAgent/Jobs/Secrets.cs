using System.Text.RegularExpressions;

namespace EphemeralAgents.StandInAgent.Jobs;

/// <summary>Everything that must not leave the agent: replaced by <c>***</c> in all that is sent or printed.</summary>
internal sealed class Secrets
{
    private const string Mask = "***";
    private readonly Lock _lock = new();
    private readonly List<Regex> _patterns = [];
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);

    public Secrets(JobMessage job)
    {
        foreach (var hint in job.Mask.Where(hint => !string.IsNullOrEmpty(hint.Value)))
            if (string.Equals(hint.Type, "regex", StringComparison.OrdinalIgnoreCase)) AddPattern(hint.Value!);
            else Add(hint.Value);
        foreach (var variable in job.Variables.Values.Where(variable => variable.IsSecret)) Add(variable.Value);
        foreach (var connection in job.Resources.Endpoints)
            foreach (var (name, value) in connection.Authorization.Parameters)
                if (IsSecretParameter(name)) Add(value);
    }

    public void Add(string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) return;
        lock (_lock)
        {
            _values.Add(value);
            _values.Add(Uri.EscapeDataString(value));
            // Output is masked line by line.
            foreach (var line in value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) _values.Add(line);
        }
    }

    public string Hide(string text)
    {
        lock (_lock)
        {
            // The longest first: one secret may contain another.
            foreach (var value in _values.OrderByDescending(value => value.Length)) text = text.Replace(value, Mask, StringComparison.Ordinal);
            return _patterns.Aggregate(text, (masked, pattern) => pattern.Replace(masked, Mask));
        }
    }

    private void AddPattern(string pattern)
    {
        try
        {
            _patterns.Add(new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));
        }
        catch (ArgumentException)
        {
            Add(pattern); // no pattern after all
        }
    }

    // What names an identity without proving it, as the service marks these parameters.
    private static bool IsSecretParameter(string name) => name.ToUpperInvariant() is not ("SERVICEPRINCIPALID" or "TENANTID" or "AUTHENTICATIONTYPE" or "USERNAME" or "REGISTRY" or "LOGINSERVER" or "EMAIL");
}
