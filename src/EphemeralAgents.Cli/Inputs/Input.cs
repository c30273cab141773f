using System.CommandLine;
using System.Text.RegularExpressions;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>
/// One thing that a user may say: an option of the command line and, by the same name in camel case, an input of the pipeline task.
/// </summary>
/// <param name="Name">The task input, such as <c>resourceGroup</c>; the option is <c>--resource-group</c>.</param>
/// <param name="Placeholder">What stands for the value in the help.</param>
/// <param name="Meaning">A phrase that begins in lower case: the help and the messages quote it.</param>
internal sealed partial record Input(string Name, string Placeholder, string Meaning)
{
    /// <summary>What holds when the user says nothing, for the help.</summary>
    public string? Default { get; init; }

    /// <summary>For the help: nothing else can say it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The option may be repeated; the task input has one value a line.</summary>
    public bool IsList { get; init; }

    /// <summary>The option needs no value; the task input is true or false.</summary>
    public bool IsFlag { get; init; }

    /// <summary>
    /// Only an option says it, never the task: whoever may set a variable of a run can set <c>INPUT_…</c> variables too, and must not
    /// send the run's secrets to an address of their choice.
    /// </summary>
    public bool IsOptionOnly { get; init; }

    public string OptionName => "--" + Capital().Replace(Name, "-$0").ToLowerInvariant();

    public string Help => $"{char.ToUpperInvariant(Meaning[0])}{Meaning[1..]}.{(IsRequired ? " Required." : Default is null ? "" : $" Default: {Default}.")}";

    public Option<string[]> CreateOption() => new(OptionName)
    {
        HelpName = Placeholder,
        Description = Help,
        CustomParser = result => [.. result.Tokens.Select(token => token.Value)],
        Arity = IsFlag ? ArgumentArity.ZeroOrOne : IsList ? ArgumentArity.OneOrMore : ArgumentArity.ExactlyOne,
    };

    [GeneratedRegex("[A-Z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Capital();
}
