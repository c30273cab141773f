namespace EphemeralAgents.Emulator.Pipelines.Yaml;

/// <summary>Reads <c>variables</c>: a mapping, or a list of name and value.</summary>
internal static class VariablesReader
{
    public static IReadOnlyList<VariableDefinition> Read(YamlReader parent)
    {
        if (parent.Value("variables") is not YamlList) return [.. parent.Pairs("variables").Select(pair => new VariableDefinition(pair.Key, pair.Value))];
        return [.. parent.Items("variables", "a variable").Select(ReadOne).OfType<VariableDefinition>()];
    }

    private static VariableDefinition? ReadOne(YamlReader variable)
    {
        if (variable.Has("group") || variable.Has("template"))
        {
            variable.Add("Variable groups and variable templates are not supported by the emulator: pass --variable or --secret.");
            return null;
        }

        var definition = new VariableDefinition(variable.Text("name") ?? "", variable.Text("value") ?? "", variable.Flag("readonly", otherwise: false));
        if (definition.Name.Length == 0) variable.Add("A variable needs a name.");
        variable.Finish();
        return definition;
    }
}
