using EphemeralAgents.Agents;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Cli.Tests;

internal sealed class SuperviseTests
{
    private const string GroupId = "/subscriptions/1/resourceGroups/rg/providers/Microsoft.ContainerInstance/containerGroups/deploy-1207-e47d5723";

    private static readonly Cleanup Everything = new()
    {
        ContainerGroupId = GroupId, ResourceManager = new Uri("https://arm.test/"), ResourceManagerAudience = "https://management.azure.com/",
        IdentityClientId = "id", ResourceManagerToken = "arm-token", AzureDevOpsToken = "ado-token",
    };

    [TestCase(null)]
    [TestCase("no bundle at all")]
    [TestCase("eyJ2ZXJzaW9uIjo5OX0=")]
    public async Task A_bundle_that_does_not_fit_is_told_in_a_stage_line_and_ends_with_0(string? bundle)
    {
        var shell = new CommandLine { Environment = bundle is null ? [] : new() { [AgentBundle.Variable] = bundle } };
        var ending = await shell.RunAsync(["supervise"]);
        Assert.That((ending.ExitCode, ending.Error), Is.EqualTo((0, "")));
        Assert.That(ending.Out, Does.StartWith("""##supervisor {"stage":"bundle","outcome":"failed","""));
    }

    [Test]
    public async Task Two_users_at_once_are_wrong_but_end_with_0_since_Azure_restarts_what_ends_otherwise()
    {
        var ending = await new CommandLine().RunAsync(["supervise", "--user", "agent", "--same-user"]);
        Assert.That((ending.ExitCode, ending.Errors.Count), Is.EqualTo((0, 1)), ending.ToString());
    }

    [Test]
    public void The_identity_is_tried_before_the_token_that_expires() =>
        Assert.That(Connections.MeansOf(Everything, new ManualClock()).Select(means => means.Name), Is.EqualTo(new[] { "managed identity", "sealed token" }));

    [Test]
    public void A_bundle_without_means_gives_none()
    {
        Assert.That(Connections.MeansOf(Everything with { ContainerGroupId = null }, new ManualClock()), Is.Empty);
        Assert.That(Connections.MeansOf(Everything with { IdentityClientId = null, ResourceManagerToken = null }, new ManualClock()), Is.Empty);
    }
}
