namespace EphemeralAgents.Provisioning;

/// <summary>A failure that a person can act on: its message says what was seen and what to do, and needs no stack trace.</summary>
public class ProvisioningException(ExitCode exitCode, string message, Exception? cause = null) : Exception(message, cause)
{
    public ExitCode ExitCode { get; } = exitCode;
}
