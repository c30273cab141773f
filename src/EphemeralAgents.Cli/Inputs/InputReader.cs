using System.Globalization;
using EphemeralAgents.AzurePipelines.TaskEnvironment;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>
/// Reads what the user said, an option before a task input, and collects everything that is wrong with it. A reading that is wrong
/// or absent is null (or its default), and the caller goes on to the next, so that all problems are told at once.
/// </summary>
/// <param name="options">The values given on the command line; null for an option that was not given.</param>
/// <param name="isTask">The user writes a task's inputs and knows no options.</param>
internal sealed class InputReader(PipelineEnvironment pipeline, Func<Input, IReadOnlyList<string>?> options, bool isTask)
{
    private readonly List<string> _problems = [];

    public PipelineEnvironment Pipeline { get; } = pipeline;

    public bool IsTask { get; } = isTask;

    public bool IsWrong => _problems.Count > 0;

    public string NameOf(Input input) => IsTask ? input.Name : input.OptionName;

    public void Problem(Input input, string problem) => _problems.Add($"{NameOf(input)} {problem}");

    public void Missing(Input input) => Problem(input, $"is missing: {input.Meaning}.");

    public void ThrowIfWrong()
    {
        if (IsWrong) throw new UsageException(_problems);
    }

    /// <summary>Whether an option was given at all, with a value or without.</summary>
    public bool IsGiven(Input input) => options(input) is not null;

    public string? Optional(Input input)
    {
        var given = options(input) is { } values ? string.Join('\n', values) : input.IsOptionOnly ? null : Pipeline.Input(input.Name);
        return given?.Trim() is { Length: > 0 } text ? text : null;
    }

    /// <param name="variable">An environment variable that says it where nothing else does.</param>
    public string? Required(Input input, string? variable = null)
    {
        var text = Optional(input) ?? (variable is null ? null : Pipeline.Read(variable));
        if (text is null) Missing(input);
        return text;
    }

    /// <summary>A text that <paramref name="parse"/> understands; where it does not, the line says what would be right.</summary>
    public T? Parsed<T>(Input input, Func<string, T?> parse, string right) where T : class =>
        Optional(input) is { } text ? parse(text) ?? Wrong<T>(input, text, right) : null;

    public T? RequiredParsed<T>(Input input, Func<string, T?> parse, string right) where T : class =>
        Required(input) is { } text ? parse(text) ?? Wrong<T>(input, text, right) : null;

    /// <summary>An https address; <paramref name="variable"/> and then <paramref name="whenAbsent"/> say it where nothing else does.</summary>
    public Uri? Url(Input input, string? variable = null, Uri? whenAbsent = null) =>
        (Optional(input) ?? (variable is null ? null : Pipeline.Read(variable))) is not { } text ? whenAbsent
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps ? url
        : Wrong<Uri>(input, text, "use an address that begins with https://");

    public TimeSpan Duration(Input input, TimeSpan otherwise) =>
        Optional(input) is not { } text || Right(input, text, Durations.TryParse(text), Durations.Right) is not { } duration ? otherwise : duration;

    public double Number(Input input, double least, double most, double otherwise)
    {
        if (Optional(input) is not { } text) return otherwise;
        var isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        return Right<double>(input, text, isNumber && number >= least && number <= most && Math.Round(number, 1) == number ? number : null,
            FormattableString.Invariant($"use a number from {least} to {most} with at most one decimal place")) ?? otherwise;
    }

    /// <summary>One of an enum's names, in any case.</summary>
    public T Choice<T>(Input input) where T : struct, Enum =>
        Optional(input) is not { } text ? default : Right(input, text, Named<T>(text),
            $"use {OneOf(Enum.GetNames<T>())}") ?? default;

    public bool Flag(Input input) =>
        options(input) is { Count: 0 } || (Optional(input) is { } text
            && Right<bool>(input, text, bool.TryParse(text, out var flag) ? flag : null, "use true or false") is true);

    /// <summary>The values of a list: one a line, and also between commas.</summary>
    public IReadOnlyList<string> List(Input input) =>
        Optional(input)?.Split(['\n', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The values of a list of <c>NAME=value</c>, one a line. Values are not repeated in messages: they may be secret.</summary>
    public Dictionary<string, string> Pairs(Input input, Func<string, string, string?> problemOf)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Optional(input)?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var (name, value) = line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (line[..at].Trim(), line[(at + 1)..].Trim()) : ("", line);
            if (name.Length == 0) Problem(input, $"has a value without a name: use {input.Placeholder}, one a line.");
            else if (problemOf(name, value) is { } problem) Problem(input, problem);
            else if (!pairs.TryAdd(name, value)) Problem(input, $"has {Shown(name)} twice: give each name once.");
        }
        return pairs;
    }

    private static string OneOf(string[] names) => $"{string.Join(", ", names[..^1])} or {names[^1]}".ToLowerInvariant();

    private static T? Named<T>(string text) where T : struct, Enum =>
        Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<T>(text, ignoreCase: true) : null;

    private T? Right<T>(Input input, string text, T? value, string right) where T : struct
    {
        if (value is null) Wrong<string>(input, text, right);
        return value;
    }

    private T? Wrong<T>(Input input, string text, string right) where T : class
    {
        Problem(input, $"{Shown(text)} is wrong: {right}.");
        return null;
    }

    // One problem is one line, whatever was given.
    public static string Shown(string text) => $"'{(text.Length > 60 ? text[..60] + "…" : text).ReplaceLineEndings(" ")}'";
}
