using EphemeralAgents.AzurePipelines.Pools.Wire;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.AzurePipelines.Pools;

/// <summary>Who we are to the organization. Asked only to explain a failure.</summary>
internal sealed class Caller(OrganizationClient client)
{
    public async Task<string> NameAsync(CancellationToken ct)
    {
        try
        {
            var data = await client.GetAsync("_apis/connectionData?api-version=7.1-preview.1", PipelinesJson.Default.ConnectionData, ct);
            return data.AuthenticatedUser?.Name is { } name ? $"'{name}'" : "this token's identity";
        }
        catch (ProvisioningException)
        {
            return "this token's identity"; // the failure to be explained matters more
        }
    }
}
