namespace EphemeralAgents.StandInAgent.Listening;

/// <summary>The listener's exit codes (azure-pipelines-agent, Constants). None of them says anything about the job.</summary>
internal enum ReturnCode
{
    Success = 0,
    TerminatedError = 1,
    RetryableError = 2,
    AgentUpdating = 3,
    RunOnceAgentUpdating = 4,
}
