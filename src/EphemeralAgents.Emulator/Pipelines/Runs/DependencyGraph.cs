namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>Things that run as soon as all that they depend on are over. Names ignore case; there are no circles.</summary>
internal sealed class DependencyGraph<T>(IReadOnlyList<T> nodes, Func<T, string> name, Func<T, IReadOnlyList<string>> dependsOn)
    where T : class
{
    public T this[string wanted] => nodes.First(n => string.Equals(name(n), wanted, StringComparison.OrdinalIgnoreCase));

    public IEnumerable<T> DirectlyBefore(T node) => dependsOn(node).Select(d => this[d]);

    /// <summary>Everything that must be over before this one.</summary>
    public IReadOnlySet<T> Before(T node)
    {
        var all = new HashSet<T>();
        foreach (var direct in DirectlyBefore(node))
        {
            all.Add(direct);
            all.UnionWith(Before(direct));
        }

        return all;
    }

    public IEnumerable<T> After(T node) => nodes.Where(n => Before(n).Contains(node));

    public async Task RunAsync(Func<T, Task> run)
    {
        var over = nodes.ToDictionary(n => n, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await Task.WhenAll(nodes.Select(async node =>
        {
            try
            {
                await Task.WhenAll(DirectlyBefore(node).Select(d => over[d].Task));
                await run(node);
            }
            finally
            {
                over[node].SetResult();
            }
        }));
    }
}
