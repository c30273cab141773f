using EphemeralAgents.Emulator;
using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.EndToEnd.Tests;

public sealed class RequestBudgetTests
{
    [TestCase("")]
    [TestCase("cleanupIdentity: " + World.CleanupIdentityId)]
    [CancelAfter(120_000)]
    public async Task A_happy_provision_makes_at_most_10_requests_besides_tokens_and_polls(string input, CancellationToken ct)
    {
        await using var cloud = await EmulatedCloud.StartAsync(Layout.Cloud, ct);
        var run = await cloud.RunAsync(Run.Provisioning("deploy-7", input), ct);
        Assert.That(run.Result, Is.EqualTo(JobResult.Succeeded), run.Log);

        var made = cloud.Requests.All.Where(request => request.UserAgent?.Contains("VstsAgent", StringComparison.Ordinal) != true).ToList();
        var tokens = made.Where(request => request.Path.EndsWith("/token", StringComparison.Ordinal)).ToList();
        var created = made.FindIndex(request => request is { Method: "PUT" } && request.Path.Contains("/containerGroups/", StringComparison.OrdinalIgnoreCase));
        var polls = made.Skip(created + 1).Where(request => request.Method == "GET").ToList();
        var rest = made.Except(tokens).Except(polls).ToList();
        TestContext.Out.WriteLine($"{rest.Count} requests, {tokens.Count} for tokens, {polls.Count} polls");
        foreach (var request in made) TestContext.Out.WriteLine($"{request} {request.UserAgent}");
        Assert.That(created, Is.GreaterThan(0));
        Assert.That(rest, Has.Count.InRange(8, 10), string.Join(Environment.NewLine, rest));
        Assert.That(rest.Select(request => request.Path), Has.None.Contains("/providers/Microsoft.ContainerInstance?"), "no look-up of resource providers");
    }
}
