using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace EphemeralAgents.Emulator.Commands;

/// <summary>The options of every command that starts an emulator.</summary>
internal sealed class EmulatorOptions
{
    private readonly Option<int> _port = new("--port") { Description = "The loopback port to listen on; 0 takes a free one." };
    private readonly Option<int> _seed = new("--seed") { Description = "Seeds everything random that is no secret.", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _folder = new("--folder") { Description = "Where containers and certificates live; without it a temporary folder.", HelpName = "FOLDER" };

    private readonly Option<Dictionary<string, string>> _images = new("--image")
    {
        Description = "A container image and the folder that stands for it; may be repeated.", HelpName = "REFERENCE=FOLDER",
        CustomParser = result => Pairs(result, (text, _) => text), AllowMultipleArgumentsPerToken = false, Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<Dictionary<string, TimeSpan>> _latencies = new("--latency")
    {
        Description = $"How long a step takes: {string.Join(", ", LatencyNames.Keys)}; may be repeated.", HelpName = "STEP=TIME",
        CustomParser = result => Pairs(result, Latency), AllowMultipleArgumentsPerToken = false, Arity = ArgumentArity.OneOrMore,
    };

    private static Dictionary<string, Func<Latencies, TimeSpan, Latencies>> LatencyNames { get; } = new(StringComparer.Ordinal)
    {
        ["network"] = (all, time) => all with { Network = time },
        ["image-pull"] = (all, time) => all with { ImagePull = time },
        ["container-start"] = (all, time) => all with { ContainerStart = time },
        ["delete"] = (all, time) => all with { Delete = time },
        ["identity-endpoint"] = (all, time) => all with { IdentityEndpoint = time },
        ["restart-back-off"] = (all, time) => all with { RestartBackOff = time },
        ["transition"] = (all, time) => all with { Transition = time },
    };

    public void AddTo(Command command)
    {
        _port.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() is >= 0 and <= 65535) return;
            result.AddError($"'{result.Tokens[0].Value}' is no port: use 0 to 65535.");
        });
        foreach (var option in new Option[] { _port, _seed, _folder, _images, _latencies }) command.Options.Add(option);
    }

    public EmulatorSettings Read(ParseResult parsed) => new()
    {
        Port = parsed.GetValue(_port),
        Seed = parsed.GetValue(_seed),
        Folder = parsed.GetValue(_folder) is { } folder ? Path.GetFullPath(folder) : null,
        Images = parsed.GetValue(_images) ?? [],
        Latencies = (parsed.GetValue(_latencies) ?? []).Aggregate(new Latencies(), (all, one) => LatencyNames[one.Key](all, one.Value)),
    };

    private static Dictionary<string, T> Pairs<T>(ArgumentResult result, Func<string, ArgumentResult, T> read)
    {
        var pairs = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var token in result.Tokens)
        {
            var cut = token.Value.IndexOf('=', StringComparison.Ordinal);
            if (cut <= 0) result.AddError($"'{token.Value}' is not of the form {(typeof(T) == typeof(string) ? "REFERENCE=FOLDER" : "STEP=TIME")}.");
            else if (typeof(T) == typeof(TimeSpan) && !LatencyNames.ContainsKey(token.Value[..cut])) result.AddError($"'{token.Value[..cut]}' is no step: use one of {string.Join(", ", LatencyNames.Keys)}.");
            else pairs[token.Value[..cut]] = read(token.Value[(cut + 1)..], result);
        }
        return pairs;
    }

    // 500ms, 2s, 1.5m
    private static TimeSpan Latency(string text, ArgumentResult result)
    {
        var digits = text.TrimEnd('m', 's');
        if (double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            switch (text[digits.Length..])
            {
                case "ms": return TimeSpan.FromMilliseconds(amount);
                case "s": return TimeSpan.FromSeconds(amount);
                case "m": return TimeSpan.FromMinutes(amount);
            }
        }
        result.AddError($"'{text}' is no time: write 500ms, 2s or 1.5m.");
        return default;
    }
}
