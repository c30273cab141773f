using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Supervisor.Tests;

public sealed class OwnGroupTests
{
    [Test]
    public async Task An_identity_that_is_not_ready_is_tried_for_three_minutes_then_the_token_gets_its_turn()
    {
        await using var harness = new Harness("exit 0");
        var identity = new FakeContainerGroups { Before = (_, _) => throw new HttpRequestException("169.254.169.254 does not answer") };
        harness.Means = [new DeletionMeans("managed identity", identity, DeletionMeans.IdentityPatience), new DeletionMeans("sealed token", harness.Groups, DeletionMeans.TokenPatience)];

        var run = harness.RunAsync();
        foreach (var delay in (int[])[1, 2, 4, 8]) await harness.PassAsync(TimeSpan.FromSeconds(delay));
        for (var i = 0; i < 16; i++) await harness.PassAsync(TimeSpan.FromSeconds(10));
        await run;

        Assert.That(identity.Log.Calls, Has.Count.EqualTo(21));
        Assert.That(harness.Groups.Groups, Is.Empty);
        Assert.That(harness.Stages[^3..], Is.EqualTo(["group.deleting ok", "group.deleted ok", "supervisor.ended ok"]));
    }

    [Test]
    public async Task An_identity_that_becomes_ready_is_enough()
    {
        await using var harness = new Harness("exit 0");
        harness.Groups.Before = (_, _) => harness.Log.Calls.Count(call => call.StartsWith("delete-group", StringComparison.Ordinal)) < 2
            ? throw new HttpRequestException("169.254.169.254 does not answer") : Task.CompletedTask;

        var run = harness.RunAsync();
        await harness.PassAsync(TimeSpan.FromSeconds(1));
        await run;

        Assert.That(harness.Stages, Does.Contain("group.deleting retrying").And.Contain("group.deleted ok"));
    }

    [Test]
    public async Task A_connection_that_is_lost_is_no_deletion_so_it_is_asked_for_again()
    {
        await using var harness = new Harness("exit 0");
        var attempts = 0;
        harness.Groups.Before = (call, _) => call == "delete-group" && attempts++ == 0
            ? throw new InvalidOperationException("The request failed.", new HttpRequestException(HttpRequestError.ResponseEnded)) : Task.CompletedTask;

        var run = harness.RunAsync();
        await harness.PassAsync(TimeSpan.FromSeconds(1));
        await run;

        Assert.That(harness.Log.Calls.Count(call => call == "delete-group deploy-1"), Is.EqualTo(2));
        Assert.That(harness.Stages, Does.Contain("group.deleted ok"));
        Assert.That(harness.Groups.Groups, Is.Empty);
    }

    [Test]
    public async Task Means_that_all_fail_leave_the_group_to_the_reaper_and_the_process_still_ends()
    {
        await using var harness = new Harness("exit 0");
        harness.Groups.Before = (_, _) => throw new InvalidOperationException("403");
        harness.Means = [new DeletionMeans("sealed token", harness.Groups, TimeSpan.Zero)];

        await harness.RunAsync();

        Assert.That(harness.Stages[^2..], Is.EqualTo(["group.deleted failed", "supervisor.ended ok"]));
        Assert.That(harness.Groups.Groups, Contains.Key(harness.Group));
    }
}
