using System.Text.Json;
using System.Text.Json.Nodes;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>An authenticated request to Resource Manager.</summary>
internal sealed class ArmCall(HttpContext context, AzureCloud azure, Principal principal)
{
    public HttpContext Context => context;
    public Principal Principal => principal;
    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>A part of the path as the caller wrote it.</summary>
    public string Route(string name) => (string)context.Request.RouteValues[name]!;

    public string? Query(string name) => context.Request.Query[name].FirstOrDefault();

    /// <exception cref="ArmException">403: none of the caller's roles allows the action there.</exception>
    public void Require(string action, string scope)
    {
        if (!azure.Roles.Allow(principal.Id, action, scope)) throw ArmErrors.Forbidden(principal, action, scope);
    }

    /// <summary>What the path names, once the caller may act on it and it exists as far as its resource group.</summary>
    public ResourceGroup RequireIn(string action, string? resource = null)
    {
        var (subscription, group) = (Route("subscription"), Route("resourceGroup"));
        Require(action, $"/subscriptions/{subscription}/resourceGroups/{group}{(resource is null ? "" : $"/providers/{resource}")}");
        RequireSubscription();
        return azure.ResourceGroups.GetValueOrDefault(group) ?? throw ArmErrors.ResourceGroupNotFound(group);
    }

    public void RequireSubscription()
    {
        if (!Route("subscription").Equals(World.SubscriptionId, StringComparison.OrdinalIgnoreCase)) throw ArmErrors.SubscriptionNotFound(Route("subscription"));
    }

    public async Task<JsonObject> BodyAsync()
    {
        try
        {
            return await JsonNode.ParseAsync(context.Request.Body, cancellationToken: Aborted) as JsonObject ?? throw ArmErrors.BadContent("an object is required");
        }
        catch (JsonException malformed)
        {
            throw ArmErrors.BadContent(malformed.Message);
        }
    }
}
