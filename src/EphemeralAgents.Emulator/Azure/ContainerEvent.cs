using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>Something that happened to a container, counted when it happens again: Pulling, Pulled, Started, Failed, BackOff, Killing.</summary>
public sealed record ContainerEvent(string Name, string Message, string Type, int Count, DateTimeOffset First, DateTimeOffset Last)
{
    internal JsonObject Body() => new()
    {
        ["count"] = Count, ["firstTimestamp"] = Timestamps.Seconds(First), ["lastTimestamp"] = Timestamps.Seconds(Last),
        ["name"] = Name, ["message"] = Message, ["type"] = Type,
    };
}

/// <summary>The service's three ways of writing a moment.</summary>
internal static class Timestamps
{
    public static string Seconds(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    public static string Milliseconds(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    public static string Ticks(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'");
}
