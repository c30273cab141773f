using System.Text.RegularExpressions;
using EphemeralAgents.Agents;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>The agent's name: the user's, or one that is made of the run and the job.</summary>
internal static partial class AgentNames
{
    public const string Right = "use 1-64 letters, digits, '.', '_' and '-', and begin with a letter or digit";

    private const int Longest = 64;

    public static AgentName? Read(InputReader inputs)
    {
        if (inputs.Optional(RequestInputs.AgentName) is not null) return ReadGiven(inputs);
        if (inputs.Pipeline.Number is not { } number)
        {
            inputs.Missing(RequestInputs.AgentName);
            return null;
        }

        var prefix = inputs.Optional(RequestInputs.AgentNamePrefix) ?? RequestInputs.AgentNamePrefix.Default!;
        if (Valid($"{prefix}{number}") is null)
        {
            inputs.Problem(RequestInputs.AgentNamePrefix, $"{InputReader.Shown(prefix)} is wrong: {Right}, all together.");
            return null;
        }

        var name = $"{prefix}{number}-{Other().Replace(inputs.Pipeline.Job ?? "", "-").Trim('-')}";
        return Valid(name[..Math.Min(name.Length, Longest)].TrimEnd('-'));
    }

    /// <summary>The name that the user must give.</summary>
    public static AgentName? ReadGiven(InputReader inputs) => inputs.RequiredParsed(RequestInputs.AgentName, Valid, Right);

    private static AgentName? Valid(string text)
    {
        try
        {
            return new AgentName(text);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex("[^A-Za-z0-9._-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Other();
}
