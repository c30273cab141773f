using System.Text.Json;
using EphemeralAgents.Agents;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.AzurePipelines.Pools.Wire;

/// <summary>An agent as the answer to its registration shows it.</summary>
internal sealed record AddedAgent(int Id, AddedAuthorization? Authorization, IReadOnlyDictionary<string, JsonElement>? Properties)
{
    public RegisteredAgent ToRegistered(AgentName name, Uri organization) => Authorization is { AuthorizationUrl: { } url }
        ? new RegisteredAgent(Id, name, Authorization.ClientId, new Uri(url), ServerUrl(organization))
        : throw new ProvisioningException(ExitCode.Failed, $"{organization} added agent '{name}' (id {Id}) without an authorization that it could sign in with. Remove the agent and try again.");

    // The property ServerUrl is {"$type":"System.String","$value":"https://…"} or the plain text. As config.sh does it, only
    // its path counts when it names another server than the one that we reach (azure-pipelines-agent, ConfigurationManager).
    private Uri ServerUrl(Uri organization)
    {
        if (Properties is null || !Properties.TryGetValue("ServerUrl", out var property)) return organization;
        if (property.ValueKind == JsonValueKind.Object && property.TryGetProperty("$value", out var value)) property = value;
        return property.ValueKind == JsonValueKind.String && Uri.TryCreate(property.GetString(), UriKind.Absolute, out var url)
            ? new Uri(organization, url.AbsolutePath) : organization;
    }
}

internal sealed record AddedAuthorization(Guid ClientId, string? AuthorizationUrl);
