namespace EphemeralAgents.Agents;

/// <summary>An agent pool of the organization, as it was found.</summary>
/// <param name="IsHosted">Microsoft owns its machines: nobody may add agents.</param>
/// <param name="IsElastic">A scale set or Managed DevOps Pool owns its agents.</param>
/// <param name="HasQueue">The project has a queue for the pool that this identity may use; null where no project was given to ask.</param>
public sealed record AgentPool(int Id, string Name, bool IsHosted = false, bool IsElastic = false, bool? HasQueue = null);
