using EphemeralAgents.Azure;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>Which subscription of which cloud, and who acts in it.</summary>
internal sealed record AzureAccess(AzureCloud Cloud, string SubscriptionId, EntraIdentity Identity);
