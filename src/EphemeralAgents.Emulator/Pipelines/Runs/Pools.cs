namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>The pools that the project's pipelines may use.</summary>
internal static class Pools
{
    /// <summary>The pool's id; null where there is none of that name.</summary>
    public static int? Find(EmulatedCloud cloud, string name) => name.ToUpperInvariant() switch
    {
        _ when Is(name, World.Pool) => World.PoolId,
        _ when Is(name, World.ForeignPool) => World.ForeignPoolId,
        _ => null,
    };

    private static bool Is(string name, string pool) => string.Equals(name, pool, StringComparison.OrdinalIgnoreCase);
}
