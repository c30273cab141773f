namespace EphemeralAgents.Azure;

/// <summary>Where an Azure cloud is: the public one, a sovereign one, or an emulator.</summary>
/// <param name="ResourceManager">Resource Manager's address.</param>
/// <param name="Audience">The resource that Resource Manager's tokens are asked for; not always its address.</param>
/// <param name="Authority">Entra's address, without a tenant.</param>
public sealed record AzureCloud(Uri ResourceManager, string Audience, Uri Authority)
{
    public static AzureCloud Public { get; } = new(
        new Uri("https://management.azure.com/"), "https://management.azure.com/", new Uri("https://login.microsoftonline.com/"));
}
