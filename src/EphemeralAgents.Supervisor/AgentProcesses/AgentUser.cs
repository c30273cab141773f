using System.Globalization;

namespace EphemeralAgents.Supervisor.AgentProcesses;

/// <summary>The user that the agent runs as when it is not the supervisor's own.</summary>
internal sealed record AgentUser(uint Id, uint Group, string Name, string? Home)
{
    /// <summary>By name or number; a number needs no entry in the password file. Null when there is no such name, or it is root's.</summary>
    public static AgentUser? Find(string nameOrId, string passwordFile = "/etc/passwd")
    {
        // "agent:x:1000:1000:comment:/home/agent:/bin/bash"
        var entry = (File.Exists(passwordFile) ? File.ReadLines(passwordFile) : [])
            .Select(line => line.Split(':')).FirstOrDefault(fields => fields.Length >= 6 && (fields[0] == nameOrId || fields[2] == nameOrId));
        var user = entry is not null && Number(entry[2]) is { } id && Number(entry[3]) is { } group ? new AgentUser(id, group, entry[0], entry[5])
            : Number(nameOrId) is { } number ? new AgentUser(number, number, nameOrId, Home: null) : null;
        return user is { Id: > 0, Group: > 0 } ? user : null;
    }

    private static uint? Number(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
