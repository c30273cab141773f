namespace EphemeralAgents.Agents;

/// <summary>What an agent's container runs on; Azure Container Instances has x64 only.</summary>
public enum AgentPlatform
{
    Linux,
    Windows,
}
