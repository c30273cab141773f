namespace EphemeralAgents.Provisioning;

/// <summary>The request's time was over before there was a container group to wait for.</summary>
public sealed class TooSlowException(TimeSpan limit, Phase? reached)
    : ProvisioningException(ExitCode.AgentNeverOnline, $"""
        Azure or Azure DevOps did not answer in time: after {limit.TotalMinutes:0.#} minutes provisioning had come as far as '{reached?.ToString() ?? "nothing"}'.
        Look at their status pages, at throttling (--debug shows each answer), or raise onlineTimeout.
        """);
