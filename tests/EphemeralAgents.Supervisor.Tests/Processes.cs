namespace EphemeralAgents.Supervisor.Tests;

internal static class Processes
{
    /// <summary>A zombie is not alive: it only waits for its parent to look.</summary>
    public static bool IsAlive(string id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id.Trim()}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
