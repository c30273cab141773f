using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;
using Microsoft.Extensions.Logging;

namespace EphemeralAgents.Provisioning;

/// <summary>Provisions a run-once agent: registers it, creates its container group and waits until it is online.</summary>
public sealed class ProvisionAgents(IAgentPools pools, IContainerGroups groups, IProgress<PhaseReached> progress, ILogger<ProvisionAgents> logger, TimeProvider clock)
{
    /// <summary>On failure and on cancellation everything that was created is deleted before this throws.</summary>
    /// <exception cref="ProvisioningException">It cannot be done; the message says why and what to do.</exception>
    public async Task<ProvisionedAgent> RunAsync(AgentRequest request, CancellationToken ct)
    {
        var timeline = new Timeline(progress, clock);
        var site = await new SiteCheck(pools, groups).RunAsync(request, ct);
        timeline.Reached(Phase.Checked, $"pool '{site.Pool.Name}', subnet '{request.Subnet.Name}' in {site.Location}, agent version {site.AgentVersion}");

        await using var lease = new AgentLease(pools, groups, logger, clock) { KeepsContainerGroup = () => request.KeepOnFailure && !ct.IsCancellationRequested };
        await RemoveLeftoversAsync(site, ct);

        var key = AgentKey.Create();
        var ownership = OwnershipOf(request, site);
        var registration = new AgentRegistration(request.AgentName, site.AgentVersion, request.Platform, key.PublicKey) { Capabilities = ownership.Facts };
        var agent = await lease.RegisterAsync(site.Pool, registration, ct);
        ownership = ownership with { AgentId = agent.Id };
        timeline.Reached(Phase.Registered, $"agent '{agent.Name}' has id {agent.Id}; jobs that demand it wait from now on");

        var labelling = pools.SetUserCapabilitiesAsync(site.Pool, agent.Id, CapabilitiesOf(ownership, request), ct);
        var spec = await new ContainerGroupPlan(pools, groups).MakeAsync(request, site, agent, key, ownership, ct);
        await Task.WhenAll(labelling, lease.CreateAsync(spec, ct));
        timeline.Reached(Phase.Accepted, $"container group '{spec.Id.Name}'");

        if (request.WaitFor == WaitFor.Online) await new OnlineWait(pools, groups, timeline, clock).UntilOnlineAsync(request, site.Pool, agent, spec.Id, ct);
        lease.HandOver();
        return new ProvisionedAgent(site.Pool, agent.Id, agent.Name, site.AgentVersion, spec.Id, site.Location) { Timeline = timeline.Phases };
    }

    /// <summary>What an earlier attempt of the same name left. The server refuses to delete an agent that runs a job: then so do we.</summary>
    private async Task RemoveLeftoversAsync(Site site, CancellationToken ct)
    {
        if (site.LeftoverAgent is { } agent) await pools.DeleteAgentAsync(site.Pool, agent.Id, ct);
        if (site.LeftoverGroup is { } group) await groups.DeleteAsync(group.Id, ct);
    }

    private Ownership OwnershipOf(AgentRequest request, Site site)
    {
        var now = clock.GetUtcNow();
        return new Ownership(request.OrganizationUrl, site.Pool.Id, request.AgentName) { Run = request.Run, Created = now, Expires = now + request.MaxLifetime };
    }

    private static Dictionary<string, string> CapabilitiesOf(Ownership ownership, AgentRequest request)
    {
        var capabilities = new Dictionary<string, string>(ownership.Facts, StringComparer.OrdinalIgnoreCase);
        if (request.Label is not null) capabilities[Ownership.RequestKey] = request.Label;
        return capabilities;
    }
}
