namespace EphemeralAgents.Emulator.Pipelines.Expressions;

/// <summary>An expression that cannot be read or evaluated; the message names the expression and the position.</summary>
internal sealed class ExpressionException(string message) : Exception(message);
