using Spectre.Console;

namespace EphemeralAgents.Emulator.Commands;

/// <summary>What a run has left in the cloud: registered agents in every pool, container groups in every resource group.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Who has pressed Ctrl+C does not wait long, and the process has to end within its budget.
    private static readonly TimeSpan InterruptedPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Gives containers that are ending the time to end, then tells what is still there.</summary>
    /// <returns>Whether nothing is.</returns>
    public static async Task<bool> TellAsync(EmulatedCloud cloud, IAnsiConsole console, bool isInterrupted)
    {
        using var patience = new CancellationTokenSource(isInterrupted ? InterruptedPatience : Patience, cloud.Settings.Clock);
        using var tick = new PeriodicTimer(Interval, cloud.Settings.Clock);
        try
        {
            while (!IsEmpty(cloud)) await tick.WaitForNextTickAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // Whatever is still there stays: it is told below.
        }

        console.WriteLine();
        Tell(console, "agents in all pools", cloud.AzureDevOps.Pools.Values.SelectMany(pool => pool.Agents.Select(agent => $"{agent.Name} in {pool.Name}")));
        Tell(console, "container groups in the subscription", cloud.Azure.ContainerGroups.Select(group => $"{group.Name} in {group.ResourceGroup.Name} ({group.State})"));
        return IsEmpty(cloud);
    }

    private static bool IsEmpty(EmulatedCloud cloud) =>
        cloud.Azure.ContainerGroups.Count == 0 && cloud.AzureDevOps.Pools.Values.All(pool => pool.Agents.Count == 0);

    private static void Tell(IAnsiConsole console, string what, IEnumerable<string> names)
    {
        var left = names.ToList();
        console.MarkupLine(left.Count == 0 ? $"[green]✓[/] Left behind: 0 {what}" : $"[red]✗[/] Left behind: {left.Count} {what}: {Markup.Escape(string.Join(", ", left))}");
    }
}
