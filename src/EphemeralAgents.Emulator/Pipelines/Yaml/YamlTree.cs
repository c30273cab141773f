using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EphemeralAgents.Emulator.Pipelines.Yaml;

/// <summary>A YAML document as plain values that know where they stand.</summary>
internal abstract record YamlValue(int Line, int Column)
{
    public PipelineError Error(string message) => new(Line, Column, message);

    /// <exception cref="PipelineException">The text is no YAML document.</exception>
    public static YamlValue Parse(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count == 0 ? new YamlText(1, 1, "") : Convert(stream.Documents[0].RootNode);
        }
        catch (YamlException problem)
        {
            throw new PipelineException(new PipelineError((int)problem.Start.Line, (int)problem.Start.Column, problem.Message));
        }
    }

    private static YamlValue Convert(YamlNode node)
    {
        var (line, column) = ((int)node.Start.Line, (int)node.Start.Column);
        return node switch
        {
            YamlScalarNode scalar => new YamlText(line, column, scalar is { Style: ScalarStyle.Plain, Value: "~" or "null" } ? "" : scalar.Value ?? ""),
            YamlSequenceNode sequence => new YamlList(line, column, [.. sequence.Children.Select(Convert)]),
            YamlMappingNode mapping => new YamlMap(line, column, [.. mapping.Children.Select(entry => new YamlEntry(Key(entry.Key), Convert(entry.Value)))]),
            _ => throw new PipelineException(new PipelineError(line, column, "Aliases are not supported.")),
        };
    }

    private static YamlText Key(YamlNode node) => Convert(node) as YamlText
        ?? throw new PipelineException(new PipelineError((int)node.Start.Line, (int)node.Start.Column, "A key must be text."));
}

internal sealed record YamlText(int Line, int Column, string Value) : YamlValue(Line, Column);

internal sealed record YamlList(int Line, int Column, IReadOnlyList<YamlValue> Items) : YamlValue(Line, Column);

internal sealed record YamlMap(int Line, int Column, IReadOnlyList<YamlEntry> Entries) : YamlValue(Line, Column)
{
    public YamlEntry? Find(string key) => Entries.FirstOrDefault(e => e.Key.Value == key);
}

internal sealed record YamlEntry(YamlText Key, YamlValue Value);
