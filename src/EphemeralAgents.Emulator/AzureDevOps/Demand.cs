namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>
/// What a job asks of an agent's capabilities, in YAML form: <c>Name</c>, <c>Name -equals value</c> or <c>Name -gtVersion 1.2.3</c>
/// (which an equal version satisfies too). Names and values are compared without regard to case.
/// </summary>
public sealed record Demand(string Name, DemandKind Kind, string? Value)
{
    /// <summary>The service adds this to every job that names no version of its own.</summary>
    public static Demand OldestAgent { get; } = Parse("Agent.Version -gtVersion 2.163.1");

    public static Demand Parse(string text)
    {
        var parts = text.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts switch
        {
            [var name, "-equals", var value] => new(name, DemandKind.Equals, value),
            [var name, "-gtVersion", var value] => new(name, DemandKind.AtLeastVersion, value),
            [var name] => new(name, DemandKind.Exists, null),
            _ => throw new FormatException($"'{text}' is no demand: write 'Name', 'Name -equals value' or 'Name -gtVersion 1.2.3'."),
        };
    }

    /// <summary>The demands of a job as the pool judges them: those written, and the implicit one for the agent's version.</summary>
    public static IReadOnlyList<Demand> OfJob(IEnumerable<string> written)
    {
        List<Demand> demands = [.. written.Select(Parse)];
        if (!demands.Any(demand => demand.Name.Equals(OldestAgent.Name, StringComparison.OrdinalIgnoreCase))) demands.Add(OldestAgent);
        return demands;
    }

    public bool IsMetBy(IReadOnlyDictionary<string, string> capabilities) => capabilities.TryGetValue(Name, out var actual) && Kind switch
    {
        DemandKind.Equals => string.Equals(actual, Value, StringComparison.OrdinalIgnoreCase),
        DemandKind.AtLeastVersion => Version.TryParse(actual, out var has) && Version.TryParse(Value, out var least) && has >= least,
        _ => true,
    };

    public override string ToString() => Kind switch
    {
        DemandKind.Equals => $"{Name} -equals {Value}",
        DemandKind.AtLeastVersion => $"{Name} -gtVersion {Value}",
        _ => Name,
    };
}

public enum DemandKind
{
    Exists,
    Equals,
    AtLeastVersion,
}
