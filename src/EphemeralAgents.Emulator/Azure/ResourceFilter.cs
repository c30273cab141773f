using System.Text.RegularExpressions;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>The part of OData's filters that Resource Manager understands in lists of resources: comparisons joined by <c>and</c>.</summary>
internal sealed partial class ResourceFilter
{
    private readonly List<Func<GenericResource, bool>> _conditions = [];
    private string? _tagName;
    private string? _tagValue;

    private ResourceFilter()
    {
    }

    public bool IsByTag => _tagName is not null;

    /// <exception cref="ArmException">400: not understood, or a tag together with anything else.</exception>
    public static ResourceFilter Parse(string? text)
    {
        var filter = new ResourceFilter();
        if (string.IsNullOrWhiteSpace(text)) return filter;
        foreach (var term in And().Split(text)) filter.Add(term.Trim(), text);
        if (filter.IsByTag && filter._conditions.Count > 0) throw ArmErrors.BadFilter($"'{text}'. A filter by tag cannot be combined with other filters.");
        return filter;
    }

    public bool Matches(GenericResource resource) => IsByTag
        ? resource.Tags.Any(tag => tag.Key.Equals(_tagName, StringComparison.OrdinalIgnoreCase) && (_tagValue is null || tag.Value?.ToString() == _tagValue))
        : _conditions.TrueForAll(condition => condition(resource));

    private void Add(string term, string text)
    {
        if (Contains().Match(term) is { Success: true } contains)
        {
            _conditions.Add(Compare(contains.Groups["name"].Value, contains.Groups["value"].Value, (one, value) => one.Contains(value, StringComparison.OrdinalIgnoreCase), text));
            return;
        }
        if (Comparison().Match(term) is not { Success: true } comparison) throw ArmErrors.BadFilter($"'{text}'.");
        var (name, value) = (comparison.Groups["name"].Value, comparison.Groups["value"].Value.Replace("''", "'", StringComparison.Ordinal));
        if (name == "tagName") _tagName = value;
        else if (name == "tagValue") _tagValue = value;
        else _conditions.Add(Compare(name, value, (one, wanted) => one.Equals(wanted, StringComparison.OrdinalIgnoreCase) == (comparison.Groups["operator"].Value == "eq"), text));
    }

    private static Func<GenericResource, bool> Compare(string name, string value, Func<string, string, bool> holds, string text) => name switch
    {
        "resourceType" => one => holds(one.Type, value),
        "name" => one => holds(one.Name, value),
        "location" => one => holds(one.Location, value),
        "resourceGroup" => one => holds(one.ResourceGroup, value),
        _ => throw ArmErrors.BadFilter($"'{text}'. The property '{name}' is not supported."),
    };

    [GeneratedRegex(@"\s+and\s+", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex And();

    [GeneratedRegex(@"^(?<name>\w+)\s+(?<operator>eq|ne)\s+'(?<value>.*)'$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^substringof\('(?<value>[^']*)',\s*(?<name>\w+)\)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Contains();
}
