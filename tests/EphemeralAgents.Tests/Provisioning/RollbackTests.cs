using EphemeralAgents.Agents;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Provisioning;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Tests.Provisioning;

/// <summary>Whatever was created is deleted when provisioning fails or is cancelled.</summary>
public sealed class RollbackTests
{
    private readonly ProvisioningRun _provisioning = new();

    [Test]
    public async Task A_container_that_has_ended_ends_the_wait_at_once_and_its_log_is_shown()
    {
        _provisioning.Groups.ContainerLog = """
            hello
            ##supervisor {"stage":"supervisor.started","outcome":"ok","at":"2026-03-02T09:00:00.000Z","elapsedMs":1}
            ##supervisor {"stage":"network.dns","outcome":"failed","at":"2026-03-02T09:03:00.000Z","elapsedMs":180001,"detail":"No such host is known."}
            ##supervisor {"stage":"supervisor.ended","outcome":"ok","at":"2026-03-02T09:03:00.000Z","elapsedMs":180002}
            """;
        _provisioning.Groups.Created = spec => new ContainerGroup(spec.Id)
        {
            ProvisioningState = "Succeeded",
            Container = new Container(ContainerState.Terminated, 137, "Error"),
            Events = [new ContainerEvent("Killing", "Killing container", default, default, IsWarning: true)],
        };
        var failure = await Assert.ThrowsAsync<ContainerGroupFailedException>(() => _provisioning.RunAsync());
        using var _ = Assert.EnterMultipleScope();
        Assert.That(failure!.Message, Does.Contain("exit code 137").And.Contain("event Killing").And.Contain("came as far as: network.dns (failed): No such host is known.").And.Contain("| hello"));
        AssertNothingIsLeft();
    }

    [Test]
    public async Task A_group_that_Azure_could_not_start_ends_the_wait_with_Azures_reason()
    {
        _provisioning.Groups.Created = spec => new ContainerGroup(spec.Id) { ProvisioningState = "Failed", Error = new CloudError("ServiceUnavailable", "not available in the location") };
        var failure = await Assert.ThrowsAsync<ContainerGroupFailedException>(() => _provisioning.RunAsync());
        Assert.That(failure!.Message, Does.Contain("ServiceUnavailable: not available in the location"));
        AssertNothingIsLeft();
    }

    [Test]
    public async Task An_agent_that_never_comes_online_is_given_up_after_its_time()
    {
        var start = _provisioning.Clock.GetUtcNow();
        var failure = await Assert.ThrowsAsync<AgentNeverOnlineException>(() => _provisioning.RunAsync(Some.AgentRequest() with { OnlineTimeout = TimeSpan.FromMinutes(4) }));
        Assert.That(_provisioning.Clock.GetUtcNow() - start, Is.EqualTo(TimeSpan.FromMinutes(4)));
        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.AgentNeverOnline));
        AssertNothingIsLeft();
    }

    [Test]
    public async Task An_agent_that_somebody_removes_ends_the_wait()
    {
        _provisioning.Groups.Created = spec =>
        {
            _provisioning.Pools.Agents.Clear();
            return new ContainerGroup(spec.Id) { ProvisioningState = "Succeeded" };
        };
        await Assert.ThrowsAsync<AgentVanishedException>(() => _provisioning.RunAsync());
        AssertNothingIsLeft();
    }

    [Test]
    public async Task A_refused_group_leaves_no_agent()
    {
        _provisioning.Groups.Before = (call, _) => call == "create-group"
            ? throw new ContainerGroupRefusedException(new CloudError("InaccessibleImage", "The image is not accessible."), "Check the image.") : Task.CompletedTask;
        await Assert.ThrowsAsync<ContainerGroupRefusedException>(() => _provisioning.RunAsync());
        AssertNothingIsLeft();
    }

    [Test]
    public async Task A_job_that_has_taken_the_agent_keeps_agent_and_group()
    {
        _provisioning.Groups.Before = (call, _) =>
        {
            if (call != "read-log") return Task.CompletedTask;
            foreach (var (id, agent) in _provisioning.Pools.Agents) _provisioning.Pools.Agents[id] = agent with { IsRunningJob = true };
            return Task.CompletedTask;
        };
        await Assert.ThrowsAsync<AgentNeverOnlineException>(() => _provisioning.RunAsync());
        Assert.That((_provisioning.Pools.Agents.Count, _provisioning.Groups.Groups.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_failed_group_is_kept_where_the_request_says_so_but_its_agent_is_not()
    {
        await Assert.ThrowsAsync<AgentNeverOnlineException>(() => _provisioning.RunAsync(Some.AgentRequest() with { KeepOnFailure = true }));
        Assert.That((_provisioning.Pools.Agents.Count, _provisioning.Groups.Groups.Count), Is.EqualTo((0, 1)));
    }

    [TestCase("add-agent")]
    [TestCase("set-capabilities")]
    [TestCase("cleanup-token")]
    [TestCase("create-group")]
    [TestCase("find-group")]
    public async Task Cancelled_during_a_request_its_answer_is_awaited_and_everything_is_deleted(string during)
    {
        using var cancelled = new CancellationTokenSource();
        var keep = Some.AgentRequest() with { KeepOnFailure = true }; // a cancelled run keeps nothing
        var looks = 0;
        async Task CancelDuringAsync(string call, CancellationToken _)
        {
            if (call != during || call == "find-group" && looks++ == 0) return;
            await cancelled.CancelAsync();
        }

        _provisioning.Pools.Before = CancelDuringAsync;
        _provisioning.Groups.Before = CancelDuringAsync;
        await Assert.CatchAsync<OperationCanceledException>(() => _provisioning.RunAsync(keep, cancelled.Token));
        AssertNothingIsLeft();
    }

    [Test]
    public async Task A_group_that_is_accepted_only_after_the_cancellation_is_deleted_all_the_same()
    {
        using var cancelled = new CancellationTokenSource();
        var rollbackHasBegun = new TaskCompletionSource();
        _provisioning.Groups.Before = async (call, ct) =>
        {
            if (call != "create-group") return;
            await cancelled.CancelAsync();
            await rollbackHasBegun.Task.WaitAsync(ct);
            await Task.Delay(TimeSpan.FromSeconds(1), _provisioning.Clock, ct); // and the request is still in flight
        };
        _provisioning.Pools.Before = (call, _) =>
        {
            if (call == "delete-agent") rollbackHasBegun.SetResult();
            return Task.CompletedTask;
        };
        await Assert.CatchAsync<OperationCanceledException>(() => _provisioning.RunAsync(ct: cancelled.Token));
        AssertNothingIsLeft();
        Assert.That(_provisioning.Groups.Specs, Has.Count.EqualTo(1), "it was accepted");
    }

    [TestCase("add-agent")]
    [TestCase("create-group")]
    public async Task A_request_that_creates_is_never_abandoned(string call)
    {
        var canBeAbandoned = true;
        Task Look(string called, CancellationToken ct)
        {
            if (called == call) canBeAbandoned = ct.CanBeCanceled;
            return Task.CompletedTask;
        }

        (_provisioning.Pools.Before, _provisioning.Groups.Before) = (Look, Look);
        using var cancellable = new CancellationTokenSource();
        await _provisioning.WithAgentOnline().RunAsync(ct: cancellable.Token);
        Assert.That(canBeAbandoned, Is.False);
    }

    [Test]
    public async Task An_agent_whose_registration_was_not_answered_is_looked_up_and_deleted()
    {
        _provisioning.Pools.AnswerToAdd = () => throw new IOException("connection lost");
        await Assert.ThrowsAsync<IOException>(() => _provisioning.RunAsync());
        AssertNothingIsLeft();
    }

    [Test]
    public async Task An_agent_that_was_added_by_a_request_whose_repetition_was_refused_is_deleted()
    {
        _provisioning.Pools.AnswerToAdd = () => throw new AgentExistsException(new AgentName("deploy-1207"), "Ephemeral");
        await Assert.ThrowsAsync<AgentExistsException>(() => _provisioning.RunAsync());
        AssertNothingIsLeft();
    }

    [Test]
    public async Task An_agent_that_somebody_else_adds_at_the_same_moment_stays()
    {
        _provisioning.Pools.Before = (call, _) =>
        {
            if (call == "add-agent") _provisioning.Pools.Agents[7] = new Agent(7, new AgentName("deploy-1207"));
            return Task.CompletedTask;
        };
        await Assert.ThrowsAsync<AgentExistsException>(() => _provisioning.RunAsync());
        Assert.That(_provisioning.Agent.Id, Is.EqualTo(7));
    }

    [Test]
    public async Task A_deletion_that_gets_no_answer_is_given_up_within_the_budget()
    {
        using var cancelled = new CancellationTokenSource();
        _provisioning.Pools.Before = (call, ct) => call == "delete-agent" ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct) : Task.CompletedTask;
        var groupDeletion = new TaskCompletionSource();
        _provisioning.Groups.Before = (call, _) =>
        {
            if (call == "delete-group") groupDeletion.SetResult();
            return call == "create-group" ? cancelled.CancelAsync() : Task.CompletedTask;
        };
        var start = _provisioning.Clock.GetUtcNow();
        var run = _provisioning.RunAsync(ct: cancelled.Token);
        await _provisioning.Clock.WaitedForAsync(TimeSpan.FromSeconds(3));
        _provisioning.Clock.Advance(TimeSpan.FromSeconds(3));
        await groupDeletion.Task;
        _provisioning.Clock.Advance(AgentLease.CancelledBudget - TimeSpan.FromSeconds(3));
        await Assert.CatchAsync<OperationCanceledException>(() => run);
        Assert.That(_provisioning.Clock.GetUtcNow() - start, Is.EqualTo(AgentLease.CancelledBudget));
        Assert.That(_provisioning.Groups.Groups, Is.Empty, "the group did not wait for the agent's deletion");
    }

    [Test]
    public async Task After_a_failure_a_slow_answer_about_the_agent_is_waited_for_since_a_job_may_run()
    {
        _provisioning.Pools.Before = async (call, ct) =>
        {
            if (call != "delete-agent") return;
            await Task.Delay(AgentLease.CancelledBudget, _provisioning.Clock, ct);
            foreach (var (id, agent) in _provisioning.Pools.Agents) _provisioning.Pools.Agents[id] = agent with { IsRunningJob = true };
        };
        var run = _provisioning.RunAsync(Some.AgentRequest() with { OnlineTimeout = TimeSpan.FromSeconds(5) });
        await _provisioning.Clock.WaitedForAsync(AgentLease.CancelledBudget);
        _provisioning.Clock.Advance(AgentLease.CancelledBudget);
        await Assert.ThrowsAsync<AgentNeverOnlineException>(() => run);
        Assert.That((_provisioning.Pools.Agents.Count, _provisioning.Groups.Groups.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_log_that_may_not_be_read_does_not_hide_the_failure()
    {
        _provisioning.Groups.Before = (call, _) => call == "read-log" ? throw new ProvisioningException(ExitCode.NotPermitted, "no right to read logs") : Task.CompletedTask;
        _provisioning.Groups.Created = spec => new ContainerGroup(spec.Id) { ProvisioningState = "Succeeded", Container = new Container(ContainerState.Terminated, 1, "Error") };
        var failure = await Assert.ThrowsAsync<ContainerGroupFailedException>(() => _provisioning.RunAsync());
        Assert.That(failure!.Message, Does.Contain("exit code 1").And.Contain("could not be read: no right to read logs"));
    }

    [Test]
    public async Task A_request_without_an_answer_ends_with_the_requests_time()
    {
        _provisioning.Pools.Before = (call, ct) => call == "newest-version" ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct) : Task.CompletedTask;
        var run = _provisioning.RunAsync();
        await _provisioning.Clock.WaitedForAsync(TimeSpan.FromMinutes(10));
        _provisioning.Clock.Advance(TimeSpan.FromMinutes(10));
        var failure = await Assert.ThrowsAsync<TooSlowException>(() => run);
        Assert.That(failure!.Message, Does.Contain("after 10 minutes").And.Contain("'nothing'"));
    }

    private void AssertNothingIsLeft() => Assert.That((_provisioning.Pools.Agents.Count, _provisioning.Groups.Groups.Count), Is.EqualTo((0, 0)));
}
