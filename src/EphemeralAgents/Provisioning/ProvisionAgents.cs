using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;
using Microsoft.Extensions.Logging;

namespace EphemeralAgents.Provisioning;

/// <summary>Provisions a run-once agent: registers it, creates its container group and waits until it is online.</summary>
public sealed class ProvisionAgents(IAgentPools pools, IContainerGroups groups, IProgress<PhaseReached> progress, ILogger<ProvisionAgents> logger, TimeProvider clock)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>On failure and on cancellation everything that was created is deleted before this throws.</summary>
    /// <exception cref="ProvisioningException">It cannot be done; the message says why and what to do.</exception>
    public async Task<ProvisionedAgent> RunAsync(AgentRequest request, CancellationToken ct)
    {
        var timeline = new Timeline(progress, clock);
        using var deadline = new CancellationTokenSource(request.OnlineTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            return await ProvisionAsync(request, timeline, deadline.Token, either.Token, ct);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new TooSlowException(request.OnlineTimeout, timeline.Phases.LastOrDefault()?.Phase);
        }
    }

    private async Task<ProvisionedAgent> ProvisionAsync(AgentRequest request, Timeline timeline, CancellationToken deadline, CancellationToken either, CancellationToken ct)
    {
        var site = await new SiteCheck(pools, groups).RunAsync(request, either);
        timeline.Reached(Phase.Checked, $"pool '{site.Pool.Name}', subnet '{request.Subnet.Name}' in {site.Location}, agent version {site.AgentVersion}");

        await using var lease = new AgentLease(pools, groups, logger, clock) { KeepsContainerGroup = request.KeepOnFailure, Cancelled = ct };
        await RemoveLeftoversAsync(site, either);

        var key = AgentKey.Create();
        var ownership = OwnershipOf(request, site);
        var registration = new AgentRegistration(request.AgentName, site.AgentVersion, request.Platform, key.PublicKey) { Capabilities = ownership.Facts };
        var agent = await lease.RegisterAsync(site.Pool, registration, either);
        ownership = ownership with { AgentId = agent.Id };
        timeline.Reached(Phase.Registered, $"agent '{agent.Name}' has id {agent.Id}; jobs that demand it wait from now on");

        var labelling = pools.SetUserCapabilitiesAsync(site.Pool, agent.Id, CapabilitiesOf(ownership, request), either);
        var spec = await new ContainerGroupPlan(pools, groups).MakeAsync(request, site, agent, key, ownership, either);
        await Task.WhenAll(labelling, lease.CreateAsync(spec, either));
        timeline.Reached(Phase.Accepted, $"container group '{spec.Id.Name}'");

        if (request.WaitFor == WaitFor.Online) await new OnlineWait(pools, groups, timeline, clock).UntilOnlineAsync(site.Pool, agent, spec.Id, deadline, ct);
        lease.HandOver();
        return new ProvisionedAgent(site.Pool, agent.Id, agent.Name, site.AgentVersion, spec.Id, site.Location) { Timeline = timeline.Phases };
    }

    /// <summary>What an earlier attempt of the same name left. The server refuses to delete an agent that runs a job: then so do we.</summary>
    private async Task RemoveLeftoversAsync(Site site, CancellationToken ct)
    {
        if (site.LeftoverAgent is { } agent) await pools.DeleteAgentAsync(site.Pool, agent.Id, ct);
        if (site.LeftoverGroup is not { } group) return;

        // Accepted is not gone: a group that is asked for under the name of one that is still being deleted is refused.
        await groups.DeleteAsync(group.Id, ct);
        while (await groups.FindAsync(group.Id, ct) is not null) await Task.Delay(LookAgain, clock, ct);
    }

    private Ownership OwnershipOf(AgentRequest request, Site site)
    {
        var now = clock.GetUtcNow();
        return new Ownership(request.OrganizationUrl, site.Pool.Id, request.AgentName) { Run = request.Run, Created = now, Expires = now + request.ClaimTimeout + request.MaxLifetime };
    }

    private static Dictionary<string, string> CapabilitiesOf(Ownership ownership, AgentRequest request)
    {
        var capabilities = new Dictionary<string, string>(ownership.Facts, StringComparer.OrdinalIgnoreCase);
        if (request.Label is not null) capabilities[Ownership.RequestKey] = request.Label;
        return capabilities;
    }
}
