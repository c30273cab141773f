namespace EphemeralAgents.Emulator.Commands;

/// <summary>An option whose value is wrong; the message says what would be right.</summary>
internal sealed class UsageException(string message) : Exception(message);
