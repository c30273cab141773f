namespace EphemeralAgents.Emulator.Pipelines.Yaml;

/// <summary>Reads <c>pool</c>: <c>server</c>, a name, or a mapping of name, vmImage and demands.</summary>
internal static class PoolReader
{
    public static PoolDefinition Default { get; } = new(PoolKind.Hosted, World.HostedPool, []);

    /// <summary>The parent's <c>pool</c>, or <paramref name="inherited"/> where it has none.</summary>
    public static PoolDefinition Read(YamlReader parent, PoolDefinition inherited)
    {
        var at = parent.Value("pool");
        switch (at)
        {
            case null:
                return inherited;
            case YamlText { Value: "server" }:
                return new PoolDefinition(PoolKind.Server, "server", [], at);
            case YamlText text:
                return Named(text.Value, [], at);
        }

        if (parent.Child("pool", "a pool") is not { } pool) return inherited;
        var name = pool.Text("name");
        var image = pool.Text("vmImage");
        var demands = pool.Texts("demands") ?? [];
        pool.Finish("image", "os"); // Managed DevOps Pools choose an image by these
        if (name is not null && image is not null && name != World.HostedPool) pool.Add($"'vmImage' is only for the pool '{World.HostedPool}'.");
        if (name is null && image is null) pool.Add("A pool needs a name or a vmImage.");
        return image is not null ? Default with { At = at } : Named(name ?? "", demands, at);
    }

    private static PoolDefinition Named(string name, IReadOnlyList<string> demands, YamlValue at) =>
        new(name == World.HostedPool ? PoolKind.Hosted : PoolKind.Named, name, demands, at);
}
