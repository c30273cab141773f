namespace EphemeralAgents.StandInAgent.Configuration;

/// <summary>The file <c>.env</c>: lines <c>NAME=VALUE</c> that become environment variables of the agent and of all it starts.</summary>
internal static class EnvironmentFile
{
    public static void Load(string path)
    {
        if (!File.Exists(path)) return;
        foreach (var (name, value) in Read(path)) Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>The lines of a file of that form; a line without a name or a <c>=</c> is none.</summary>
    public static IEnumerable<(string Name, string Value)> Read(string path) =>
        from line in File.ReadAllLines(path)
        let split = line.IndexOf('=')
        where split > 0
        select (line[..split].Trim(), line[(split + 1)..].Trim());
}
